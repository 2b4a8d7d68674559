/** Eigenvalues and vectors of a small symmetric matrix by cyclic Jacobi rotations: what PCA and Procrustes reduce to. */

export interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array
  /** [n,n] row-major; column c belongs to `values[c]`. */
  readonly vectors: Float64Array
}

/** `matrix` [n,n] row-major, symmetric, n up to a few dozen. Golub & Van Loan, Matrix Computations, §8.5. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const a = Float64Array.from(matrix)
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0
    let diagonal = 0
    for (let p = 0; p < n; p++) {
      diagonal += a[p * n + p] ** 2
      for (let q = p + 1; q < n; q++) off += a[p * n + q] ** 2
    }
    if (off <= 1e-30 * diagonal || off === 0) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, { n, p, q })
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i])
  const values = Float64Array.from(order, (i) => a[i * n + i])
  const vectors = new Float64Array(n * n)
  for (let column = 0; column < n; column++) for (let row = 0; row < n; row++) vectors[row * n + column] = v[row * n + order[column]]
  return { values, vectors }
}

/** Zeroes a[p,q] from both sides and collects the rotation in v. */
function rotate(a: Float64Array, v: Float64Array, { n, p, q }: { n: number; p: number; q: number }): void {
  const apq = a[p * n + q]
  if (apq === 0) return
  const tau = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
  const c = 1 / Math.sqrt(1 + t * t)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const akp = a[k * n + p]
    const akq = a[k * n + q]
    a[k * n + p] = c * akp - s * akq
    a[k * n + q] = s * akp + c * akq
  }
  for (let k = 0; k < n; k++) {
    const apk = a[p * n + k]
    const aqk = a[q * n + k]
    a[p * n + k] = c * apk - s * aqk
    a[q * n + k] = s * apk + c * aqk
    const vkp = v[k * n + p]
    const vkq = v[k * n + q]
    v[k * n + p] = c * vkp - s * vkq
    v[k * n + q] = s * vkp + c * vkq
  }
}
