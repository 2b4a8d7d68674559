import { describe, expect, it } from 'vitest'
import { tf } from '../../backend/tensorflow'
import { mixedBatchNorm } from './mixed-batch-norm'

describe('mixed batch norm', () => {
  it('mixed batch norm: a weight of 1 uses the running statistics alone', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4], [4, 1])
      const given = { scale: tf.tensor1d([2]), offset: tf.tensor1d([1]), mean: tf.tensor1d([3]), variance: tf.tensor1d([4]), epsilon: 0 }
      expect([...mixedBatchNorm(x, { ...given, runningWeight: 1 }).dataSync()]).toEqual([-1, 0, 1, 2])
    })
  })
})
