import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../tensorflow'
import { largestDifference, numericGradientError, valueAndGradients } from '../testing/gradient-check'
import { fusedBatchNormInference, fusedBatchNormTraining } from './fused-batch-norm'

const epsilon = 1e-5

/** The definition, composed of tfjs's own ops. */
function composed(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1)
  const { mean, variance } = tf.moments(x, axes)
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), scale), offset)
}

function inputs(shape: number[]): [Tensor, Tensor, Tensor] {
  const channels = shape.at(-1) ?? 1
  return [
    tf.randomNormal(shape, 0.7, 2, 'float32', 3),
    tf.randomUniform([channels], 0.5, 1.5, 'float32', 4),
    tf.randomNormal([channels], 0, 1, 'float32', 5),
  ]
}

const training = (x: Tensor, scale: Tensor, offset: Tensor): Tensor =>
  fusedBatchNormTraining(x as Tensor2D, { scale: scale as Tensor1D, offset: offset as Tensor1D, epsilon }).y

describe('fused batch norm', () => {
  for (const shape of [
    [6, 4],
    [5, 3],
    [4, 3, 5, 2],
    [3, 1, 7, 1],
    [1, 2, 2, 3],
  ]) {
    it(`batch norm: training equals the composed definition in value and gradients on [${shape}]`, () => {
      tf.tidy(() => {
        expect(largestDifference(valueAndGradients(training, inputs(shape)), valueAndGradients(composed, inputs(shape)))).toBeLessThan(3e-5)
      })
    })
    it(`batch norm: training gradients equal central differences on [${shape}]`, () => {
      tf.tidy(() => {
        expect(numericGradientError(training, inputs(shape))).toBeLessThan(2e-2)
      })
    })
    it(`batch norm: inference equals tfjs's own, with gradients, on [${shape}]`, () => {
      tf.tidy(() => {
        const channels = shape.at(-1) ?? 1
        const mean = tf.randomNormal([channels], 0, 1, 'float32', 6) as Tensor1D
        const variance = tf.randomUniform([channels], 0.5, 2, 'float32', 7) as Tensor1D
        const ours = (x: Tensor, scale: Tensor, offset: Tensor): Tensor =>
          fusedBatchNormInference(x as Tensor2D, { scale: scale as Tensor1D, offset: offset as Tensor1D, epsilon, mean, variance })
        const theirs = (x: Tensor, scale: Tensor, offset: Tensor): Tensor =>
          tf.batchNorm(x, mean, variance, offset as Tensor1D, scale as Tensor1D, epsilon)
        expect(largestDifference(valueAndGradients(ours, inputs(shape)), valueAndGradients(theirs, inputs(shape)))).toBeLessThan(3e-5)
      })
    })
  }

  it('batch norm: returns the mean and the unbiased variance of the batch', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 10, 2, 20, 6, 60], [3, 2])
      const { mean, variance } = fusedBatchNormTraining(x, { scale: tf.ones([2]), offset: tf.zeros([2]), epsilon })
      expect([...mean.dataSync()]).toEqual([3, 30])
      expect(variance.dataSync()[0]).toBeCloseTo(7, 4)
      expect(variance.dataSync()[1]).toBeCloseTo(700, 2)
    })
  })

  it('batch norm: leaves no tensor behind, with or without a gradient', () => {
    const given = inputs([4, 3, 3, 2])
    const before = tf.memory().numTensors
    const [x, scale, offset] = given as [Tensor2D, Tensor1D, Tensor1D]
    const { y, mean, variance } = fusedBatchNormTraining(x, { scale, offset, epsilon })
    tf.dispose([y, mean, variance])
    tf.dispose(fusedBatchNormInference(x, { scale, offset, epsilon, mean: offset, variance: scale }))
    tf.dispose(tf.tidy(() => valueAndGradients(training, given)))
    expect(tf.memory().numTensors).toBe(before)
    tf.dispose(given)
  })
})
