import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { certaintyWeights } from './certainty-weights'
import { minimumClassConfusion } from './minimum-class-confusion'
import { entropy, mean, type Rows, read, rowsOf, softmax, sum, tensorOf } from './testing/naive'

const naiveWeights = (probabilities: Rows): number[] => {
  const certainties = probabilities.map((p) => 1 + Math.exp(-entropy(p)))
  return certainties.map((certainty) => certainty / mean(certainties))
}

describe('certainty weights', () => {
  it('certainty weights: equal N(1 + e^(−H))/Σ(1 + e^(−H)), computed naively, and take no gradient', () => {
    tf.tidy(() => {
      const probabilities = rowsOf(5, 3).map(softmax)
      naiveWeights(probabilities).forEach((weight, index) => {
        expect(certaintyWeights(tensorOf(probabilities)).dataSync()[index]).toBeCloseTo(weight, 5)
      })
      const slope = tf.grad((p: Tensor) => tf.sum(tf.mul(tf.sum(p, 1), certaintyWeights(p as Tensor2D))))(tensorOf(probabilities))
      const weights = certaintyWeights(tensorOf(probabilities)).dataSync()
      expect([...slope.dataSync()]).toEqual([...weights].flatMap((weight) => [weight, weight, weight]))
    })
  })
})

describe('minimum class confusion', () => {
  it('minimum class confusion: equals 1/K Σ_{k≠l} of the row-normalised confusion, computed naively', () => {
    tf.tidy(() => {
      const logits = rowsOf(6, 4)
      const probabilities = logits.map((row) => softmax(row.map((z) => z / 2.5)))
      const weights = naiveWeights(probabilities)
      const confusion = [0, 1, 2, 3].map((k) => [0, 1, 2, 3].map((l) => sum(probabilities.map((p, i) => weights[i] * p[k] * p[l]))))
      const want = mean(confusion.map((row, k) => 1 - row[k] / sum(row)))
      expect(read(minimumClassConfusion(tensorOf(logits), 2.5))).toBeCloseTo(want, 5)
    })
  })
  it('minimum class confusion: certain predictions are not confused, equal ones are by (K−1)/K', () => {
    tf.tidy(() => {
      expect(read(minimumClassConfusion(tf.mul(tf.eye(3), 1000), 1))).toBeCloseTo(0, 6)
      expect(read(minimumClassConfusion(tf.zeros([5, 4]), 2))).toBeCloseTo(0.75, 6)
    })
  })
})
