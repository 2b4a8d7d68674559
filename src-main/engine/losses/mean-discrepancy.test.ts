import { describe, expect, it } from 'vitest'
import { type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { jmmd } from './jmmd'
import { type Estimator, estimators, meanDiscrepancy } from './mean-discrepancy'
import { mkMmd } from './mk-mmd'
import { mean, type Rows, read, rowsOf, softmax, squaredDistance, sum, tensorOf } from './testing/naive'

const factors = [0.125, 0.25, 0.5, 1, 2]

/** The stated sums over pairs, k(i,j) over the rows of both samples. */
function naiveDiscrepancy(k: (i: number, j: number) => number, n: number, m: number, estimator: Estimator): number {
  const [source, target] = [range(0, n), range(n, n + m)]
  const pairs = (rows: number[], columns: number[], offDiagonal: 'with diagonal' | 'without diagonal'): number =>
    sum(rows.flatMap((i) => columns.filter((j) => offDiagonal === 'with diagonal' || i !== j).map((j) => k(i, j))))
  const cross = (2 * pairs(source, target, 'with diagonal')) / (n * m)
  if (estimator === 'biased')
    return pairs(source, source, 'with diagonal') / n ** 2 + pairs(target, target, 'with diagonal') / m ** 2 - cross
  if (estimator === 'unbiased') {
    return pairs(source, source, 'without diagonal') / (n * (n - 1)) + pairs(target, target, 'without diagonal') / (m * (m - 1)) - cross
  }
  return mean(source.map((i) => [i, (i + 1) % n]).map(([i, j]) => k(i, j) + k(n + i, n + j) - k(i, n + j) - k(j, n + i)))
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

function naiveKernels(rows: Rows): (i: number, j: number) => number {
  const scale = mean(rows.flatMap((x) => rows.map((y) => squaredDistance(x, y))))
  return (i, j) => sum(factors.map((factor) => Math.exp(-squaredDistance(rows[i], rows[j]) / (2 * factor * scale))))
}

describe('mk-mmd', () => {
  for (const estimator of estimators) {
    it(`mk-mmd: the ${estimator} estimate equals its sum over pairs, computed naively`, () => {
      tf.tidy(() => {
        const [source, target] = [rowsOf(5, 3, 's'), rowsOf(5, 3, 't').map((row) => row.map((value) => value + 0.5))]
        const want = naiveDiscrepancy(naiveKernels([...source, ...target]), 5, 5, estimator)
        expect(read(mkMmd(tensorOf(source), tensorOf(target), estimator))).toBeCloseTo(want, 5)
      })
    })
  }
  it('mk-mmd: takes unequal counts where all pairs are looked at, and identical domains give zero', () => {
    tf.tidy(() => {
      const [source, target] = [rowsOf(4, 3, 's'), rowsOf(6, 3, 't')]
      const kernels = naiveKernels([...source, ...target])
      for (const estimator of ['biased', 'unbiased'] as const) {
        const got = read(mkMmd(tensorOf(source), tensorOf(target), estimator))
        expect(got).toBeCloseTo(naiveDiscrepancy(kernels, 4, 6, estimator), 5)
      }
      expect(read(mkMmd(tensorOf(source), tensorOf(source), 'biased'))).toBeCloseTo(0, 5)
      expect(read(mkMmd(tf.ones([3, 2]), tf.ones([3, 2]), 'biased'))).toBe(0)
    })
  })
  it('mk-mmd: sizes that an estimator is not defined for are refused', () => {
    expect(() => meanDiscrepancy(tf.ones([2, 2]), { n: 1, m: 1 }, 'unbiased')).toThrow('two rows')
    expect(() => meanDiscrepancy(tf.ones([5, 5]), { n: 2, m: 3 }, 'linear')).toThrow('as many target rows')
  })
})

describe('jmmd', () => {
  it('jmmd: multiplies the kernels of features and probabilities, computed naively', () => {
    tf.tidy(() => {
      const [f, z] = [rowsOf(8, 3, 'f'), rowsOf(8, 4, 'z')]
      const p = z.map(softmax)
      const ofFeatures = naiveKernels(f)
      const joint = (i: number, j: number): number => ofFeatures(i, j) * Math.exp(-squaredDistance(p[i], p[j]) / (2 * 0.92 ** 2))
      const side = (from: number) => ({ features: tensorOf(f.slice(from, from + 4)), logits: tensorOf(z.slice(from, from + 4)) })
      for (const estimator of estimators) {
        expect(read(jmmd(side(0), side(4), estimator))).toBeCloseTo(naiveDiscrepancy(joint, 4, 4, estimator), 5)
      }
    })
  })
  it('jmmd: its gradient in the logits agrees with finite differences', () => {
    tf.tidy(() => {
      const features = { source: tensorOf(rowsOf(3, 2, 'f')), target: tensorOf(rowsOf(3, 2, 'g')) }
      const loss = (source: Tensor2D, target: Tensor2D) =>
        jmmd({ features: features.source, logits: source }, { features: features.target, logits: target }, 'biased')
      const inputs = [tensorOf(rowsOf(3, 4, 's')), tensorOf(rowsOf(3, 4, 't'))]
      expect(numericGradientError((s, t) => loss(s as Tensor2D, t as Tensor2D), inputs)).toBeLessThan(2e-2)
    })
  })
})
