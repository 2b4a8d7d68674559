import { describe, expect, it } from 'vitest'
import { type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'
import { contrastive, semanticAlignment } from './contrastive'
import { informationMaximization } from './information-maximization'
import { weightedCrossEntropy } from './weighted-cross-entropy'

const read = (scalar: { dataSync(): ArrayLike<number> }): number => scalar.dataSync()[0]
const a = [
  [0, 0],
  [1, 0],
]
const b = [
  [0, 0.5],
  [3, 0],
]
const distance = (p: readonly number[], q: readonly number[]): number => Math.hypot(p[0] - q[0], p[1] - q[1])

describe('contrastive', () => {
  it('contrastive: pairs alike cost their squared distance, others what is missing to the margin, squared', () => {
    tf.tidy(() => {
      const loss = (same: number[]) => read(contrastive(tf.tensor2d(a), tf.tensor2d(b), tf.tensor1d(same), 1))
      expect(loss([1, 1])).toBeCloseTo((0.25 + 4) / 2, 6)
      expect(loss([0, 0])).toBeCloseTo(0.25 / 2, 6)
    })
  })

  it('semantic alignment: half the mean over all pairs alike plus half the mean over all others', () => {
    tf.tidy(() => {
      const [ys, yt] = [
        [0, 1],
        [0, 0],
      ]
      const got = semanticAlignment(
        { features: tf.tensor2d(a), y: tf.tensor1d(ys, 'int32') },
        { features: tf.tensor2d(b), y: tf.tensor1d(yt, 'int32') },
        1,
      )
      const alike = [distance(a[0], b[0]) ** 2, distance(a[0], b[1]) ** 2]
      const apart = [distance(a[1], b[0]), distance(a[1], b[1])].map((d) => Math.max(0, 1 - d) ** 2)
      expect(read(got)).toBeCloseTo(0.5 * (alike[0] + alike[1]) * 0.5 + 0.5 * (apart[0] + apart[1]) * 0.5, 5)
    })
  })

  it('semantic alignment: a batch without pairs of a kind is finite', () => {
    tf.tidy(() => {
      const side = { features: tf.tensor2d(a), y: tf.tensor1d([0, 0], 'int32') }
      expect(read(semanticAlignment(side, { ...side, y: tf.tensor1d([1, 1], 'int32') }, 0))).toBe(0)
    })
  })
})

describe('information maximisation', () => {
  it('information maximisation: entropy of each row less entropy of their mean, computed naively', () => {
    tf.tidy(() => {
      const p = [
        [0.7, 0.2, 0.1],
        [0.1, 0.1, 0.8],
      ]
      const h = (row: readonly number[]) => -row.reduce((sum, value) => sum + value * Math.log(value), 0)
      const usage = p[0].map((value, k) => (value + p[1][k]) / 2)
      const { loss, entropy, diversity } = informationMaximization(tf.log(tf.tensor2d(p)) as Tensor2D)
      expect(read(entropy)).toBeCloseTo((h(p[0]) + h(p[1])) / 2, 6)
      expect(read(diversity)).toBeCloseTo(h(usage), 6)
      expect(read(loss)).toBeCloseTo((h(p[0]) + h(p[1])) / 2 - h(usage), 6)
    })
  })
  it('information maximisation: a class that is never predicted leaves value and gradient finite', () => {
    tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((z) => informationMaximization(z as Tensor2D).loss)(tf.tensor2d([[200, 0, -200]]))
      expect(read(value)).toBeCloseTo(0, 6)
      expect([...grad.dataSync()].every(Number.isFinite)).toBe(true)
    })
  })
})

describe('weighted cross-entropy', () => {
  it('weighted cross-entropy: 1/B Σ w·(−log softmax(z)[y])', () => {
    tf.tidy(() => {
      const loss = weightedCrossEntropy(tf.zeros([2, 4]), tf.tensor1d([0, 3], 'int32'), tf.tensor1d([0.5, 2]) as Tensor1D)
      expect(read(loss)).toBeCloseTo((2.5 * Math.log(4)) / 2, 6)
    })
  })
})
