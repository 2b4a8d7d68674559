import { describe, expect, it } from 'vitest'
import { type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { covariance, deepCoral } from './deep-coral'
import { mean, type Rows, read, rowsOf, sum, tensorOf } from './testing/naive'

function naiveCovariance(rows: Rows): number[][] {
  const means = rows[0].map((_, column) => mean(rows.map((row) => row[column])))
  return means.map((_, j) => means.map((__, k) => sum(rows.map((row) => (row[j] - means[j]) * (row[k] - means[k]))) / (rows.length - 1)))
}

describe('deep coral', () => {
  it('deep coral: equals ‖C_s − C_t‖²_F/(4d²), computed naively, for unequal counts', () => {
    tf.tidy(() => {
      const [source, target] = [rowsOf(5, 3, 's'), rowsOf(7, 3, 't').map((row) => row.map((value) => 2 * value))]
      const [cs, ct] = [naiveCovariance(source), naiveCovariance(target)]
      const want = sum(cs.flatMap((row, j) => row.map((value, k) => (value - ct[j][k]) ** 2))) / (4 * 9)
      expect(read(deepCoral(tensorOf(source), tensorOf(target)))).toBeCloseTo(want, 5)
      cs.flat().forEach((value, index) => {
        expect(covariance(tensorOf(source)).dataSync()[index]).toBeCloseTo(value, 5)
      })
    })
  })
  it('deep coral: identical domains give zero, and so does a shift of all rows', () => {
    tf.tidy(() => {
      const z = tensorOf(rowsOf(6, 4))
      expect(read(deepCoral(z, z))).toBe(0)
      expect(read(deepCoral(z, tf.add(z, 3)))).toBeCloseTo(0, 6)
    })
  })
  it('deep coral: its gradient agrees with finite differences', () => {
    tf.tidy(() => {
      const inputs = [tensorOf(rowsOf(4, 3, 's')), tensorOf(rowsOf(5, 3, 't'))]
      expect(numericGradientError((s, t) => deepCoral(s as Tensor2D, t as Tensor2D), inputs)).toBeLessThan(1e-2)
    })
  })
})
