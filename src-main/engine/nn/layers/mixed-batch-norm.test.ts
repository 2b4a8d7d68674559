import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor4D, tf } from '../../backend/tensorflow'
import { type GoldenTensor, goldenCases, goldenMissing, numbers, worstDeviation } from '../../testing/golden'
import { mixedBatchNorm } from './mixed-batch-norm'

const tensor = <R extends Rank>({ shape, data }: GoldenTensor) => tf.tensor<R>(Float32Array.from(data, Number), [...shape] as never)

describe('mixed batch norm', () => {
  it('mixed batch norm: a weight of 1 uses the running statistics alone', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4], [4, 1])
      const given = { scale: tf.tensor1d([2]), offset: tf.tensor1d([1]), mean: tf.tensor1d([3]), variance: tf.tensor1d([4]), epsilon: 0 }
      expect([...mixedBatchNorm(x, { ...given, runningWeight: 1 }).dataSync()]).toEqual([-1, 0, 1, 2])
    })
  })

  for (const one of goldenCases('bn-alpha')) {
    it.skipIf(goldenMissing)(`mixed batch norm: value and gradient equal the reference on ${one.tag}`, () => {
      tf.tidy(() => {
        const { x, running_mean, running_var, gamma, beta, cotangent } = one.inputs
        const { prior, eps } = one.params as { prior: number; eps: number }
        const options = {
          scale: tensor<Rank.R1>(gamma),
          offset: tensor<Rank.R1>(beta),
          mean: tensor<Rank.R1>(running_mean),
          variance: tensor<Rank.R1>(running_var),
          epsilon: eps,
          runningWeight: prior,
        }
        const out = mixedBatchNorm(tensor<Rank.R4>(x), options)
        expect(worstDeviation(out.dataSync(), numbers(one.expected.out), 1e-4)).toBeLessThanOrEqual(1)
        const gradient = tf.grad((images) =>
          mixedBatchNorm(images as Tensor4D, options)
            .mul(tensor(cotangent))
            .sum(),
        )(tensor(x))
        if (one.grads?.x) expect(worstDeviation(gradient.dataSync(), numbers(one.grads.x), 1e-3)).toBeLessThanOrEqual(1)
      })
    })
  }
})
