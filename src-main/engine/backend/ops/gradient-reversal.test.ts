import { describe, expect, it } from 'vitest'
import { tf } from '../tensorflow'
import { reverseGradient } from './gradient-reversal'

describe('gradient reversal', () => {
  it('gradient reversal: is the identity forward and turns the gradient by −λ', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, -2, 3, 4, 5, 6], [2, 3])
      const lambda = tf.scalar(0.25)
      expect([...reverseGradient(x, lambda).dataSync()]).toEqual([...x.dataSync()])
      const slope = tf.grad((given) => tf.sum(tf.square(reverseGradient(given, lambda))))(x)
      expect([...slope.dataSync()]).toEqual([...x.dataSync()].map((value) => -0.5 * value))
    })
  })
  it('gradient reversal: λ = 0 lets no gradient through', () => {
    tf.tidy(() => {
      const slope = tf.grad((given) => tf.sum(reverseGradient(given, tf.scalar(0))))(tf.tensor1d([1, 2]))
      expect([...slope.dataSync()].every((value) => value === 0 || Object.is(value, -0))).toBe(true)
    })
  })
})
