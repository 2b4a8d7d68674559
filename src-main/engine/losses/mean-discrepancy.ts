/**
 * The squared maximum mean discrepancy of two samples, from the kernel matrix k over the rows of both (source first):
 *
 *   biased      1/n² Σᵢⱼ k(sᵢ,sⱼ) + 1/m² Σᵢⱼ k(tᵢ,tⱼ) − 2/(nm) Σᵢⱼ k(sᵢ,tⱼ)
 *   unbiased    1/(n(n−1)) Σᵢ≠ⱼ k(sᵢ,sⱼ) + 1/(m(m−1)) Σᵢ≠ⱼ k(tᵢ,tⱼ) − 2/(nm) Σᵢⱼ k(sᵢ,tⱼ)
 *   linear      1/n Σᵢ [k(sᵢ,sᵢ₊₁) + k(tᵢ,tᵢ₊₁) − k(sᵢ,tᵢ₊₁) − k(sᵢ₊₁,tᵢ)],  i + 1 taken modulo n, for n = m
 *
 * Gretton et al., "A Kernel Two-Sample Test", JMLR 2012, eqs. 5, 3 and lemma 14 (over all neighbours instead of disjoint pairs).
 * The biased estimate is never negative; the other two have the right mean, and the linear one looks at 4n of the 4n² pairs.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

export const estimators = ['biased', 'unbiased', 'linear'] as const
export type Estimator = (typeof estimators)[number]

export interface SampleSizes {
  readonly n: number
  readonly m: number
}

/** kernel [n+m,n+m] → the estimate. @throws where the estimator is undefined for the sizes. */
export function meanDiscrepancy(kernel: Tensor2D, { n, m }: SampleSizes, estimator: Estimator): Scalar {
  if (estimator !== 'biased' && Math.min(n, m) < 2) throw new Error(`the ${estimator} discrepancy needs two rows a domain`)
  if (estimator === 'linear' && n !== m) throw new Error('the linear discrepancy needs as many target rows as source rows')
  return tf.tidy(() => tf.sum<Scalar>(tf.mul(kernel, pairWeights({ n, m }, estimator))))
}

/** The factor of each pair in the estimate's sum: [n+m,n+m], a constant of the sizes. */
function pairWeights({ n, m }: SampleSizes, estimator: Estimator): Tensor2D {
  const side = n + m
  const weights = new Float32Array(side * side)
  const add = (row: number, column: number, weight: number): void => {
    weights[row * side + column] += weight
  }
  if (estimator === 'linear') {
    for (let i = 0; i < n; i++) {
      const next = (i + 1) % n
      add(i, next, 1 / n)
      add(n + i, n + next, 1 / n)
      add(i, n + next, -1 / n)
      add(next, n + i, -1 / n)
    }
    return tf.tensor2d(weights, [side, side])
  }
  const [withinSource, withinTarget] = [n, m].map((size) => 1 / (size * (estimator === 'biased' ? size : size - 1)))
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (row === column && estimator === 'unbiased') continue
      const within = row < n ? withinSource : withinTarget
      add(row, column, row < n === column < n ? within : -1 / (n * m))
    }
  }
  return tf.tensor2d(weights, [side, side])
}
