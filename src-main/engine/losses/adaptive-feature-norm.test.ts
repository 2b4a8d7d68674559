import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { hardFeatureNorm, meanFeatureNorm, stepwiseFeatureNorm } from './adaptive-feature-norm'
import { mean, read, rowsOf, sum, tensorOf } from './testing/naive'

const normOf = (row: readonly number[]): number => Math.sqrt(sum(row.map((value) => value ** 2)))

describe('adaptive feature norm', () => {
  it('adaptive feature norm: stepwise is Δ² with the gradient −2Δ·f/(n‖f‖), and nothing for a row of zeros', () => {
    tf.tidy(() => {
      const rows = [...rowsOf(3, 4), [0, 0, 0, 0]]
      const { value, grad } = tf.valueAndGrad((f: Tensor) => stepwiseFeatureNorm(f as Tensor2D, 0.7))(tensorOf(rows))
      expect(value.dataSync()[0]).toBeCloseTo(0.49, 6)
      const want = rows.flatMap((row) => row.map((entry) => (normOf(row) === 0 ? 0 : (-2 * 0.7 * entry) / (4 * normOf(row)))))
      want.forEach((slope, index) => {
        expect(grad.dataSync()[index]).toBeCloseTo(slope, 6)
      })
    })
  })
  it('adaptive feature norm: hard is the mean of (‖f‖ − R)², and the mean norm is the mean norm', () => {
    tf.tidy(() => {
      const rows = rowsOf(5, 3)
      expect(read(hardFeatureNorm(tensorOf(rows), 2))).toBeCloseTo(mean(rows.map((row) => (normOf(row) - 2) ** 2)), 5)
      expect(read(meanFeatureNorm(tensorOf(rows)))).toBeCloseTo(mean(rows.map(normOf)), 5)
    })
  })
})
