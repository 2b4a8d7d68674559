import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { classBalance, classifierDiscrepancy } from './classifier-discrepancy'
import { mean, read, rowsOf, softmax, tensorOf } from './testing/naive'

describe('classifier discrepancy', () => {
  it('classifier discrepancy: equals the mean of |p₁ − p₂|, computed naively, with its gradient', () => {
    tf.tidy(() => {
      const [first, second] = [rowsOf(4, 3, 'a'), rowsOf(4, 3, 'b')]
      const [p, q] = [first.flatMap(softmax), second.flatMap(softmax)]
      expect(read(classifierDiscrepancy(tensorOf(first), tensorOf(second)))).toBeCloseTo(
        mean(p.map((value, i) => Math.abs(value - q[i]))),
        6,
      )
      const loss = (a: Tensor, b: Tensor) => classifierDiscrepancy(a as Tensor2D, b as Tensor2D)
      expect(numericGradientError(loss, [tensorOf(first), tensorOf(second)])).toBeLessThan(1e-2)
    })
  })
  it('classifier discrepancy: heads that agree get neither loss nor gradient', () => {
    tf.tidy(() => {
      const z = tensorOf(rowsOf(4, 3))
      const { value, grad } = tf.valueAndGrad((given: Tensor) => classifierDiscrepancy(given as Tensor2D, z))(z)
      expect(value.dataSync()[0]).toBe(0)
      expect([...grad.dataSync()].every((slope) => slope === 0)).toBe(true)
    })
  })
  it('classifier discrepancy: class balance equals −mean log of the mean probabilities, and is least, ln K, when they are equal', () => {
    tf.tidy(() => {
      const logits = rowsOf(5, 3)
      const probabilities = logits.map(softmax)
      const want = -mean([0, 1, 2].map((k) => Math.log(mean(probabilities.map((p) => p[k])) + 1e-6)))
      expect(read(classBalance(tensorOf(logits)))).toBeCloseTo(want, 5)
      expect(read(classBalance(tf.zeros([4, 3])))).toBeCloseTo(Math.log(3), 5)
      expect(want).toBeGreaterThan(Math.log(3))
    })
  })
})
