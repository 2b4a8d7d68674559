import { describe, expect, it } from 'vitest'
import { tf } from '../tensorflow'
import { largestDifference, numericGradientError, valueAndGradients } from '../testing/gradient-check'
import { relu } from './relu'

describe('relu', () => {
  for (const shape of [[7], [3, 5], [2, 3, 1, 5], [1, 1]]) {
    it(`relu: equals tfjs's own value and gradient on [${shape}]`, () => {
      tf.tidy(() => {
        const x = tf.randomNormal(shape, 0, 1, 'float32', 11)
        const ours = valueAndGradients((given) => relu(given), [x])
        const theirs = valueAndGradients((given) => tf.relu(given), [x])
        expect(largestDifference(ours, theirs)).toBe(0)
      })
    })
  }
  it('relu: its gradient equals central differences away from the kink', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([-2, -0.5, 0.5, 2, 1, -1], [2, 3])
      expect(numericGradientError((given) => relu(given), [x])).toBeLessThan(1e-3)
    })
  })
  it('relu: the gradient at zero is zero', () => {
    tf.tidy(() => {
      const slope = tf.grad((given) => relu(given))(tf.tensor1d([0, -0, 1]))
      expect([...slope.dataSync()]).toEqual([0, 0, 1])
    })
  })
})
