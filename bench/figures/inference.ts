/** Inference of two nets against PyTorch on the same cores: the small ResNet's logits and MobileNetV2's features. */
import { type Tensor2D, type Tensor4D, tf, type Variable } from '../../src-main/engine/backend/tensorflow'
import type { NetworkVariable } from '../../src-main/engine/nn/network'
import { createRandom } from '../../src-main/engine/nn/random'
import { createBatchOrder, imageTensor } from '../../src-main/engine/training/batches'
import { freezeForward } from '../../src-main/engine/training/frozen-forward'
import { defineBench } from '../harness/bench'
import { benchClasses, benchImages } from '../nets/bench-data'
import { residualNet } from '../nets/bench-net'
import { mobileNet } from '../nets/mobile-net'
import { reportWays } from '../nets/report-ways'
import { imagesPerSecond, secondsOf } from '../nets/timed-steps'
import { asTrained } from '../nets/trained-norms'

interface InferenceNet {
  readonly net: string
  readonly summary: string
  readonly size: number
  readonly batch: number
  readonly state: ReadonlyMap<string, Variable>
  forward(x: Tensor4D): Tensor2D
}

export const bench = defineBench({
  summary: 'Inference of the nets e and f',
  async run(context) {
    for (const one of [logitsNet(), featuresNet()]) {
      if (!context.wants(one.net)) continue
      const draw = createDraw(one)
      const rate = (forward: (x: Tensor4D) => Tensor2D) => (seconds: number) =>
        imagesPerSecond(
          () => {
            tf.tidy(() => {
              forward(draw()).dataSync()
            })
          },
          { images: one.batch, seconds },
        )
      const example = draw()
      let frozen: ReturnType<typeof freezeForward> | undefined
      const firstStepSeconds = secondsOf(() => {
        frozen = freezeForward(one, one.forward, example)
      })
      if (frozen === undefined) throw new Error('nothing was frozen')
      const compiled = { firstStepSeconds, measure: rate(frozen.run) }
      await reportWays(context, {
        net: one.net,
        kind: 'inference',
        summary: one.summary,
        compiled,
        eager: rate((x) => tf.tidy(() => one.forward(x))),
      })
      frozen.dispose()
    }
  },
})

const inference = { training: false }

function logitsNet(): InferenceNet {
  const { features, createHead } = residualNet()
  const head = createHead(benchClasses)
  return {
    net: 'e',
    summary: 'inference of the residual network, 32 px',
    size: 32,
    batch: 256,
    state: stateOf([...features.variables, ...head.variables]),
    forward: (x) => head.forward(features.forward(x, inference), inference),
  }
}

function featuresNet(): InferenceNet {
  const features = mobileNet()
  return {
    net: 'f',
    summary: 'features of MobileNetV2 0.5, 96 px',
    size: 96,
    batch: 32,
    state: stateOf(features.variables),
    forward: (x) => features.forward(x, inference),
  }
}

function stateOf(variables: readonly NetworkVariable[]): Map<string, Variable> {
  asTrained(variables)
  return new Map(variables.map(({ variable }, index) => [String(index), variable]))
}

function createDraw({ size, batch }: InferenceNet): () => Tensor4D {
  const images = benchImages(size)
  const order = createBatchOrder(images.count, batch, createRandom(0))
  let step = 0
  return () => imageTensor(images, order.indices(step++))
}
