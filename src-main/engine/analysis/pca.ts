/** Principal components: where a t-SNE layout starts from, and the view that is there before any layout. */
import { createRandom } from '../nn/random'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { symmetricEigen } from './symmetric-eigen'

export interface PcaOptions extends FeatureMatrix {
  /** Components wanted; those beyond the rank of the data come back with zero variance. */
  readonly components: number
}

export interface Pca {
  /** [N,k] coordinates of the centred rows. */
  readonly scores: Float32Array
  /** [k,D] orthonormal directions, largest variance first; the largest entry of each is positive. */
  readonly directions: Float64Array
  /** [k] variance along each direction, divided by N−1. */
  readonly variances: Float64Array
  /** Share of the total variance that the k directions carry, in [0,1]. */
  readonly explained: number
}

const OVERSAMPLING = 8
const MAX_ITERATIONS = 60
/** Relative change of the wanted variances at which iteration stops; vectors are then good to about its square root. */
const TOLERANCE = 1e-9

/**
 * Subspace iteration with Rayleigh-Ritz (Halko, Martinsson & Tropp 2011) on the centred rows, without forming the covariance.
 * The start is a fixed pseudo-random block, so the result is a function of the features alone.
 */
export function pca(options: PcaOptions): Pca {
  const { count, dimensions } = options
  checkFeatures(options)
  const wanted = Math.min(options.components, dimensions)
  const width = Math.min(wanted + OVERSAMPLING, dimensions)
  const { rows, total } = centred(options)
  const random = createRandom('pca')
  let basis: Float64Array = Float64Array.from({ length: dimensions * width }, () => random.normal())
  orthonormalise(basis, dimensions, width)
  let projected = multiply(rows, basis, { count, dimensions, width })
  let ritz = symmetricEigen(gram(projected, count, width), width)
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    basis = multiplyTransposed(rows, projected, { count, dimensions, width })
    orthonormalise(basis, dimensions, width)
    projected = multiply(rows, basis, { count, dimensions, width })
    const before = ritz.values
    ritz = symmetricEigen(gram(projected, count, width), width)
    if (settled(before, ritz.values, wanted)) break
  }
  const directions = new Float64Array(options.components * dimensions)
  const scores = new Float32Array(count * options.components)
  const variances = new Float64Array(options.components)
  let carried = 0
  for (let c = 0; c < wanted; c++) {
    variances[c] = Math.max(0, ritz.values[c]) / Math.max(1, count - 1)
    carried += Math.max(0, ritz.values[c])
    let largest = 0
    for (let d = 0; d < dimensions; d++) {
      let sum = 0
      for (let w = 0; w < width; w++) sum += basis[d * width + w] * ritz.vectors[w * width + c]
      directions[c * dimensions + d] = sum
      if (Math.abs(sum) > Math.abs(largest)) largest = sum
    }
    const sign = largest < 0 ? -1 : 1
    for (let d = 0; d < dimensions; d++) directions[c * dimensions + d] *= sign
    for (let i = 0; i < count; i++) {
      let sum = 0
      for (let w = 0; w < width; w++) sum += projected[i * width + w] * ritz.vectors[w * width + c]
      scores[i * options.components + c] = sign * sum
    }
  }
  return { scores, directions, variances, explained: total > 0 ? Math.min(1, carried / total) : 0 }
}

function settled(before: Float64Array, after: Float64Array, wanted: number): boolean {
  for (let c = 0; c < wanted; c++) if (Math.abs(after[c] - before[c]) > TOLERANCE * Math.abs(after[0])) return false
  return true
}

/** Shifted by the first row before the mean is taken, so that equal rows become exact zeros. */
function centred({ features, count, dimensions }: FeatureMatrix): { rows: Float64Array; total: number } {
  const rows = Float64Array.from(features, (value, at) => value - features[at % dimensions])
  const mean = new Float64Array(dimensions)
  for (let at = 0; at < rows.length; at++) mean[at % dimensions] += rows[at]
  let total = 0
  for (let at = 0; at < rows.length; at++) {
    rows[at] -= mean[at % dimensions] / count
    total += rows[at] * rows[at]
  }
  return { rows, total }
}

interface Shape {
  readonly count: number
  readonly dimensions: number
  readonly width: number
}

/** rows [N,D] × basis [D,w] → [N,w]. */
function multiply(rows: Float64Array, basis: Float64Array, { count, dimensions, width }: Shape): Float64Array {
  const out = new Float64Array(count * width)
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) {
      const value = rows[i * dimensions + d]
      if (value === 0) continue
      for (let w = 0; w < width; w++) out[i * width + w] += value * basis[d * width + w]
    }
  }
  return out
}

/** rowsᵀ [D,N] × projected [N,w] → [D,w]. */
function multiplyTransposed(rows: Float64Array, projected: Float64Array, { count, dimensions, width }: Shape): Float64Array {
  const out = new Float64Array(dimensions * width)
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) {
      const value = rows[i * dimensions + d]
      if (value === 0) continue
      for (let w = 0; w < width; w++) out[d * width + w] += value * projected[i * width + w]
    }
  }
  return out
}

function gram(projected: Float64Array, count: number, width: number): Float64Array {
  const out = new Float64Array(width * width)
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < width; a++)
      for (let b = 0; b < width; b++) out[a * width + b] += projected[i * width + a] * projected[i * width + b]
  }
  return out
}

/** Modified Gram-Schmidt on the columns of basis [D,w], twice for accuracy; a column that vanishes becomes zero. */
function orthonormalise(basis: Float64Array, dimensions: number, width: number): void {
  for (let column = 0; column < width; column++) {
    const before = columnNorm(basis, { dimensions, width, column })
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < column; other++) {
        let dot = 0
        for (let d = 0; d < dimensions; d++) dot += basis[d * width + column] * basis[d * width + other]
        for (let d = 0; d < dimensions; d++) basis[d * width + column] -= dot * basis[d * width + other]
      }
    }
    const norm = columnNorm(basis, { dimensions, width, column })
    const scale = norm > 1e-12 * before ? 1 / norm : 0
    for (let d = 0; d < dimensions; d++) basis[d * width + column] *= scale
  }
}

function columnNorm(basis: Float64Array, { dimensions, width, column }: { dimensions: number; width: number; column: number }): number {
  let sum = 0
  for (let d = 0; d < dimensions; d++) sum += basis[d * width + column] ** 2
  return Math.sqrt(sum)
}
