import { describe, expect, it } from 'vitest'
import { type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { squaredDistances } from './squared-distances'
import { rowsOf, squaredDistance, tensorOf } from './testing/naive'

describe('squared distances', () => {
  it('squared distances: equal ‖x − y‖² for every pair, also far from the origin', () => {
    tf.tidy(() => {
      const far = (rows: number[][]) => rows.map((row) => row.map((value) => value + 1000))
      const [x, y] = [far(rowsOf(4, 3, 'x')), far(rowsOf(5, 3, 'y'))]
      const got = squaredDistances(tensorOf(x), tensorOf(y)).arraySync()
      x.forEach((from, i) => {
        y.forEach((to, j) => {
          expect(got[i][j]).toBeCloseTo(squaredDistance(from, to), 2)
        })
      })
    })
  })
  it('squared distances: their gradient agrees with finite differences in both arguments', () => {
    tf.tidy(() => {
      const inputs = [tensorOf(rowsOf(3, 2, 'x')), tensorOf(rowsOf(4, 2, 'y'))]
      expect(numericGradientError((x, y) => squaredDistances(x as Tensor2D, y as Tensor2D), inputs)).toBeLessThan(1e-2)
    })
  })
})
