/** An untrained session whose running statistics, averages and weights differ from what they began with, each domain's by itself. */
import type { Overrides } from '@shared/domain/run'
import { findBackbone } from '../../backbones/registry'
import { type Rank, type Tensor4D, tf } from '../../backend/tensorflow'
import { memoryPixels } from '../../data/pixel-rows'
import type { Images } from '../../data/types'
import type { Session } from '../../methods/method'
import { findMethod } from '../../methods/registry'
import { resolveParams } from '../../methods/resolve-params'
import { createRandom } from '../../nn/random'

/** Side of the images, in pixels. */
export const imageSize = 16
export const classes = 3

export function startMovedSession(method: string, backbone: string, settings: Overrides = {}): Session {
  const [definition, network] = [findMethod(method), findBackbone(backbone)]
  const sizes: Overrides = { 'resnet-bn': { width: 4 }, mlp: { hiddenUnits: 8 } }[backbone] ?? {}
  const session = definition.start(
    {
      classes,
      images: { source: 8, target: 8 },
      totalSteps: 4,
      random: createRandom('reduce'),
      createBackbone: () =>
        network.build(
          { imageSize, normalisation: { mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25] }, random: createRandom('backbone') },
          network.params.parse(sizes),
        ),
    },
    resolveParams(definition.params, settings),
  )
  const random = createRandom('moved')
  for (const [name, variable] of session.state) {
    if (/optimizer|counter/.test(name)) continue
    const isKernel = name.endsWith('kernel')
    const values = variable.dataSync<'float32'>().map((value) => {
      const moved = 0.1 * random.uniform()
      return isKernel ? value + 0.1 * moved : Math.abs(value) + moved
    })
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)))
  }
  return session
}

/** [count, 16, 16, 3] in [0,1]. */
export function someImages(count: number): Tensor4D {
  return tf.randomUniform<Rank.R4>([count, imageSize, imageSize, 3], 0, 1, 'float32', 3)
}

export function storedImages(count: number): Images {
  const random = createRandom('stored')
  const bytes = imageSize * imageSize * 3
  return {
    count,
    size: imageSize,
    pixels: memoryPixels(
      Uint8Array.from({ length: count * bytes }, () => random.integer(256)),
      bytes,
    ),
    domainIndex: Int32Array.from({ length: count }, (_, index) => index),
  }
}
