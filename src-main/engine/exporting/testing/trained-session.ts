/** A session of any method and backbone whose running statistics and biases are no longer what they began as, without training it. */
import type { BackboneDefinition } from '../../backbones/backbone'
import { type Rank, type Tensor4D, tf } from '../../backend/tensorflow'
import { memoryPixels } from '../../data/pixel-rows'
import type { Images } from '../../data/types'
import type { MethodDefinition, Session } from '../../methods/method'
import { resolveParams } from '../../methods/resolve-params'
import { createRandom } from '../../nn/random'

export interface SessionChoice {
  readonly method: MethodDefinition
  readonly backbone: BackboneDefinition
  readonly imageSize: number
  readonly classes: number
  readonly params?: Parameters<typeof resolveParams>[1]
  readonly backboneParams?: Readonly<Record<string, unknown>>
}

/** Every float of the state moves by up to 0.3 times 1, variances staying positive. The caller disposes it. */
export function movedSession({ method, backbone, imageSize, classes, params = {}, backboneParams = {} }: SessionChoice): Session {
  const random = createRandom(`export/${method.id}/${backbone.id}`)
  const session = method.start(
    {
      classes,
      images: { source: 8, target: 8 },
      codes: Array.from({ length: classes }, (_, id) => [id % 2, Math.floor(id / 2)]),
      totalSteps: 10,
      random: random.fork('method'),
      createBackbone: () =>
        backbone.build(
          { imageSize, normalisation: { mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.25] }, random: random.fork('backbone') },
          backbone.params.parse(backboneParams),
        ),
    },
    resolveParams(method.params, params),
  )
  for (const name of session.weights) {
    const variable = session.state.get(name)
    if (variable === undefined || name.endsWith('kernel')) continue
    tf.tidy(() =>
      variable.assign(
        tf.add(
          variable,
          Float32Array.from({ length: variable.size }, () => 0.3 * random.uniform()),
        ),
      ),
    )
  }
  return session
}

/** `count` images of noise in steps of 1/255: as bytes for a runtime, and as the session takes them. */
export function noiseImages(count: number, imageSize: number, seed = 1): { readonly images: Images; readonly x: Tensor4D } {
  const random = createRandom(`noise/${seed}`)
  const bytes = Uint8Array.from({ length: count * imageSize ** 2 * 3 }, () => random.integer(256))
  const images: Images = {
    count,
    size: imageSize,
    pixels: memoryPixels(bytes, imageSize ** 2 * 3),
    domainIndex: Int32Array.from({ length: count }, (_, row) => row),
  }
  return { images, x: tf.tidy(() => tf.div(tf.tensor<Rank.R4>(Float32Array.from(bytes), [count, imageSize, imageSize, 3]), 255)) }
}
