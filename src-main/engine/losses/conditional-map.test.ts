import { describe, expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import { outerMap, randomisedMap } from './conditional-map'
import { rowsOf, softmax, sum, tensorOf } from './testing/naive'

const f = rowsOf(3, 4, 'f')
const p = rowsOf(3, 2, 'p').map(softmax)

describe('conditional map', () => {
  it('conditional map: outer is p_c·f_j at c·D + j', () => {
    tf.tidy(() => {
      const want = f.flatMap((row, i) => p[i].flatMap((share) => row.map((value) => share * value)))
      outerMap(tensorOf(f), tensorOf(p))
        .dataSync()
        .forEach((value, index) => {
          expect(value).toBeCloseTo(want[index], 6)
        })
    })
  })
  it('conditional map: randomised is (f·R_f) ⊙ (p·R_g)/√d, whose inner products come near those of the outer map', () => {
    tf.tidy(() => {
      const width = 4000
      const [features, predictions] = [rowsOf(4, width, 'rf'), rowsOf(2, width, 'rg')]
      const mapped = randomisedMap(tensorOf(f), tensorOf(p), { features: tensorOf(features), predictions: tensorOf(predictions) })
      const got = mapped.arraySync()
      const project = (row: readonly number[], matrix: number[][], column: number): number =>
        sum(row.map((value, i) => value * matrix[i][column]))
      expect(got[1][7]).toBeCloseTo((project(f[1], features, 7) * project(p[1], predictions, 7)) / Math.sqrt(width), 5)
      const inner = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, index) => value * b[index]))
      expect(Math.abs(inner(got[0], got[1]) - inner(f[0], f[1]) * inner(p[0], p[1]))).toBeLessThan(0.2)
    })
  })
})
