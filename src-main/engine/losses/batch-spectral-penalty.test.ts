import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { batchSpectralPenalty } from './batch-spectral-penalty'
import { read, rowsOf, sum, tensorOf } from './testing/naive'

describe('batch spectral penalty', () => {
  it('batch spectral penalty: sums the k largest squared singular values, here known by construction', () => {
    tf.tidy(() => {
      // Rows of a rotation times a diagonal: its entries are the singular values.
      const rotated = (angle: number, first: number, second: number): number[][] => [
        [first * Math.cos(angle), second * Math.sin(angle), 0],
        [-first * Math.sin(angle), second * Math.cos(angle), 0],
      ]
      const [source, target] = [tensorOf(rotated(0.3, 5, 2)), tensorOf(rotated(1.1, 3, 4))]
      expect(read(batchSpectralPenalty(source, target, 1))).toBeCloseTo(25 + 16, 4)
      expect(read(batchSpectralPenalty(source, target, 2))).toBeCloseTo(25 + 4 + 9 + 16, 4)
    })
  })
  it('batch spectral penalty: with all singular values it is the squared norm of the features, more than there are count once', () => {
    tf.tidy(() => {
      const rows = rowsOf(3, 5)
      const want = 2 * sum(rows.flat().map((value) => value ** 2))
      for (const k of [3, 9]) expect(read(batchSpectralPenalty(tensorOf(rows), tensorOf(rows), k))).toBeCloseTo(want, 4)
    })
  })
  it('batch spectral penalty: its gradient agrees with finite differences', () => {
    tf.tidy(() => {
      const target = tensorOf(rowsOf(4, 3, 't'))
      const loss = (source: Tensor) => batchSpectralPenalty(source as Tensor2D, target, 2)
      expect(numericGradientError(loss, [tensorOf(rowsOf(5, 3, 's'))])).toBeLessThan(1e-2)
    })
  })
})
