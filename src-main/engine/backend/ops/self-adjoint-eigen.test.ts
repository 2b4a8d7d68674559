import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor2D, tf } from '../tensorflow'
import { selfAdjointEigen } from './self-adjoint-eigen'

describe('self-adjoint eigen', () => {
  it('self-adjoint eigen: V·diag(λ)·Vᵀ is the matrix, V is orthogonal and λ ascends', () => {
    tf.tidy(() => {
      const x = tf.randomNormal<Rank.R2>([7, 5], 0, 1, 'float32', 4)
      const a: Tensor2D = tf.matMul(x, x, false, true)
      const { values, vectors } = selfAdjointEigen(a)
      const rebuilt = tf.matMul(tf.mul<Tensor2D>(vectors, values), vectors, false, true)
      const largest = (difference: Tensor2D) => tf.max(tf.abs(difference)).dataSync()[0]
      expect(largest(tf.sub(rebuilt, a))).toBeLessThan(1e-5)
      expect(largest(tf.sub(tf.matMul(vectors, vectors, true), tf.eye(7)))).toBeLessThan(1e-5)
      const ascending = [...values.dataSync()]
      expect(ascending).toEqual([...ascending].sort((one, other) => one - other))
    })
  })
})
