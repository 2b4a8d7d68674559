import { describe, expect, it } from 'vitest'
import { detached } from './detached'
import { type Tensor, tf } from './tensorflow'

describe('detached', () => {
  it('detached: passes the value on and stops the gradient, inside and beside differentiated terms', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, -2, 3])
      const f = (given: Tensor) =>
        tf.sum(
          tf.mul(
            given,
            detached(() => tf.square(given)),
          ),
        )
      const { value, grad } = tf.valueAndGrad(f)(x)
      expect(value.dataSync()[0]).toBe(1 - 8 + 27)
      expect([...grad.dataSync()]).toEqual([1, 4, 9])
    })
  })
  it('detached: leaves nothing behind but its value', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2])
      const before = tf.memory().numTensors
      detached(() => tf.exp(tf.mul(x, 2))).dispose()
      expect(tf.memory().numTensors).toBe(before)
    })
  })
})
