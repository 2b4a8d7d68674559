import { describe, expect, it } from 'vitest'
import { biasAdd } from '../ops/bias-add'
import { fusedBatchNormInference } from '../ops/fused-batch-norm'
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../tensorflow'
import { largestDifference } from '../testing/gradient-check'
import { foldBatchNorm, freezeFeeds } from './freeze'
import { loadGraph } from './native-graph'
import { nativeIds, record } from './recorder'
import { graphOf, type Trace, traceRecording } from './trace'

const channels = 6
const statistics = (seed: number) => ({
  scale: tf.randomUniform([channels], 0.5, 2, 'float32', seed) as Tensor1D,
  offset: tf.randomNormal([channels], 0, 1, 'float32', seed + 1) as Tensor1D,
  mean: tf.randomNormal([channels], 0, 1, 'float32', seed + 2) as Tensor1D,
  variance: tf.randomUniform([channels], 0.2, 3, 'float32', seed + 3) as Tensor1D,
})

/** Freezes everything but x, and gives the folded trace and its result beside the eager one. */
function frozen(layer: (x: Tensor, kernel: Tensor) => Tensor, x: Tensor, kernel: Tensor): { trace: Trace; difference: number } {
  const { scale, offset, mean, variance } = statistics(5)
  const state = new Map<string, Tensor>([
    ['kernel', kernel],
    ['scale', scale],
    ['offset', offset],
    ['mean', mean],
    ['variance', variance],
  ])
  const feeds = [...state, ['x', x] as const].map(([name, tensor]) => ({ name, tensor }))
  nativeIds(feeds.map(({ tensor }) => tensor))
  const affine = { scale, offset, mean, variance, epsilon: 1e-3 }
  const { result, recording } = record(() => tf.relu(fusedBatchNormInference(layer(x, kernel) as Tensor2D | Tensor4D, affine)))
  const trace = foldBatchNorm(freezeFeeds(traceRecording(recording, feeds, new Map([['y', nativeIds([result])[0]]])), state))
  const graph = loadGraph(graphOf(trace).plan)
  const [got] = graph.run([x])
  graph.dispose()
  return { trace, difference: largestDifference([got], [result]) }
}

const images = (depth: number) => tf.randomNormal([2, 7, 5, depth], 0, 1, 'float32', 1)
const layers: readonly [string, (x: Tensor, kernel: Tensor) => Tensor, () => Tensor, () => Tensor][] = [
  [
    'convolution',
    (x, k) => tf.conv2d(x as Tensor4D, k as Tensor4D, 2, 'same'),
    () => images(3),
    () => tf.randomNormal([3, 3, 3, channels], 0, 1, 'float32', 2),
  ],
  [
    'depthwise convolution',
    (x, k) => tf.depthwiseConv2d(x as Tensor4D, k as Tensor4D, 1, 'same'),
    () => images(3),
    () => tf.randomNormal([3, 3, 3, 2], 0, 1, 'float32', 2),
  ],
  [
    'product',
    (x, k) => tf.matMul(x as Tensor2D, k as Tensor2D),
    () => tf.randomNormal([5, 4], 0, 1, 'float32', 1),
    () => tf.randomNormal([4, channels], 0, 1, 'float32', 2),
  ],
]

describe('freezing', () => {
  for (const [name, layer, x, kernel] of layers) {
    it(`freezing: batch norm is folded into a ${name} and gives the same numbers`, () => {
      tf.tidy(() => {
        const { trace, difference } = frozen(layer, x(), kernel())
        expect(trace.ops.map((op) => op.name)).not.toContain('FusedBatchNormV3')
        expect(difference).toBeLessThan(2e-5)
      })
    })
  }
  it('freezing: a norm whose layer is used elsewhere too, or has a bias of its own, stays', () => {
    tf.tidy(() => {
      const twice = (x: Tensor, k: Tensor): Tensor => {
        const y = tf.conv2d(x as Tensor4D, k as Tensor4D, 1, 'same')
        return tf.add(y, tf.mul(y, 0.5))
      }
      const biased = (x: Tensor, k: Tensor): Tensor => biasAdd(tf.conv2d(x as Tensor4D, k as Tensor4D, 1, 'same'), tf.ones([channels]))
      for (const layer of [twice, biased]) {
        const { trace, difference } = frozen(layer, images(3), tf.randomNormal([3, 3, 3, channels], 0, 1, 'float32', 2))
        expect(trace.ops.map((op) => op.name)).toContain('FusedBatchNormV3')
        expect(difference).toBeLessThan(2e-5)
      }
    })
  })
})
