import { describe, expect, it } from 'vitest'
import { type Scalar, tf } from '../backend/tensorflow'
import { crossEntropy } from './cross-entropy'
import { domainAccuracyPct, domainAdversarial } from './domain-adversarial'

const read = (scalar: Scalar): number => scalar.dataSync()[0]
const naiveLoss = (row: readonly number[], y: number): number => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[y]

describe('cross-entropy', () => {
  it('cross-entropy: equals 1/B Σ −log softmax(z)[y], computed naively', () => {
    tf.tidy(() => {
      const logits = [
        [1, 2, -1],
        [0.5, 0, 3],
      ]
      const got = read(crossEntropy(tf.tensor2d(logits), tf.tensor1d([0, 2], 'int32')))
      expect(got).toBeCloseTo((naiveLoss(logits[0], 0) + naiveLoss(logits[1], 2)) / 2, 6)
    })
  })
  it('cross-entropy: equal logits give ln K', () => {
    tf.tidy(() => {
      expect(read(crossEntropy(tf.zeros([4, 7]), tf.tensor1d([0, 3, 6, 1], 'int32')))).toBeCloseTo(Math.log(7), 6)
    })
  })
  it('cross-entropy: smoothing mixes in the mean over all classes, computed naively', () => {
    tf.tidy(() => {
      const logits = [[1, 2, -1]]
      const got = read(crossEntropy(tf.tensor2d(logits), tf.tensor1d([0], 'int32'), { labelSmoothing: 0.3 }))
      const uniform = [0, 1, 2].reduce((sum, k) => sum + naiveLoss(logits[0], k) / 3, 0)
      expect(got).toBeCloseTo(0.7 * naiveLoss(logits[0], 0) + 0.3 * uniform, 6)
    })
  })
})

describe('domain-adversarial', () => {
  it('domain-adversarial: equals ½·(mean over source + mean over target), computed naively, also for unequal counts and weights', () => {
    tf.tidy(() => {
      const source = [
        [2, -1],
        [0, 1],
        [1, 1],
      ]
      const target = [[-1, 0.5]]
      const w = [1, 2, 0.5]
      const got = domainAdversarial({
        source: tf.tensor2d(source),
        target: tf.tensor2d(target),
        weights: { source: tf.tensor1d(w), target: tf.tensor1d([3]) },
      })
      const ofSource = source.reduce((sum, row, index) => sum + w[index] * naiveLoss(row, 0), 0) / 3
      expect(read(got)).toBeCloseTo(0.5 * (ofSource + 3 * naiveLoss(target[0], 1)), 6)
    })
  })
  it('domain-adversarial: undecided logits give ln 2, and accuracy weighs each domain half', () => {
    tf.tidy(() => {
      expect(read(domainAdversarial({ source: tf.zeros([3, 2]), target: tf.zeros([5, 2]) }))).toBeCloseTo(Math.LN2, 6)
      const source = tf.tensor2d([1, 0, 1, 0, 1, 0, 0, 1], [4, 2])
      const target = tf.tensor2d([0, 1, 1, 0], [2, 2])
      expect(read(domainAccuracyPct({ source, target }))).toBeCloseTo(0.5 * (75 + 50), 4)
    })
  })
})
