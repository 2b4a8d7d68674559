/** Orthogonal Procrustes (Schönemann 1966, Gower 1975): turns, flips and moves one layout onto another of the same points. */
import { AppError } from '@shared/contract/failure'
import { symmetricEigen } from './symmetric-eigen'

export interface ProcrustesOptions {
  /** [N,d] the layout that stays. */
  readonly reference: Float32Array
  /** [N,d] the layout that is moved, same points in the same order. */
  readonly moving: Float32Array
  /** d; 2 by default. */
  readonly dimensions?: number
  /** `free` also scales; `keep`, the default, moves rigidly. */
  readonly scaling?: 'keep' | 'free'
}

export interface Procrustes {
  /** [N,d] (moving − its mean) · scale · rotation + mean of reference. */
  readonly aligned: Float32Array
  /** [d,d] orthogonal, reflections allowed; rows times it. */
  readonly rotation: Float64Array
  readonly scale: number
  /** Root mean squared distance between aligned and reference points. */
  readonly rmsd: number
  /** 1 − (Σσ)² of the two layouts scaled to norm 1: 0 for the same shape, up to 1; null where a layout is a single point. */
  readonly disparity: number | null
}

/** Minimises ‖reference − aligned‖_F. With MᵀM = VΣ²Vᵀ for M = movingᵀ·reference, both centred, the rotation is (MVΣ⁻¹)Vᵀ. */
export function procrustes(options: ProcrustesOptions): Procrustes {
  const { reference, moving, dimensions: d = 2, scaling = 'keep' } = options
  if (reference.length !== moving.length || reference.length === 0 || reference.length % d !== 0) {
    throw new AppError(
      'invalid-input',
      `Layouts of ${reference.length / d} and ${moving.length / d} points cannot be laid on each other.`,
      'Compare layouts of the same points.',
    )
  }
  const count = reference.length / d
  const fixed = centred(reference, d)
  const loose = centred(moving, d)
  const cross = new Float64Array(d * d)
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) cross[a * d + b] += loose.rows[i * d + a] * fixed.rows[i * d + b]
  }
  const { rotation, sigma } = nearestOrthogonal(cross, d)
  const scale = scaling === 'free' && loose.squares > 0 ? sigma / loose.squares : 1
  const aligned = new Float32Array(moving.length)
  let squares = 0
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < d; b++) {
      let sum = 0
      for (let a = 0; a < d; a++) sum += loose.rows[i * d + a] * rotation[a * d + b]
      squares += (scale * sum - fixed.rows[i * d + b]) ** 2
      aligned[i * d + b] = scale * sum + fixed.mean[b]
    }
  }
  const norms = fixed.squares * loose.squares
  return { aligned, rotation, scale, rmsd: Math.sqrt(squares / count), disparity: norms > 0 ? Math.max(0, 1 - sigma ** 2 / norms) : null }
}

function centred(points: Float32Array, d: number): { rows: Float64Array; mean: Float64Array; squares: number } {
  const count = points.length / d
  const mean = new Float64Array(d)
  for (let at = 0; at < points.length; at++) mean[at % d] += points[at] / count
  const rows = Float64Array.from(points, (value, at) => value - mean[at % d])
  return { rows, mean, squares: rows.reduce((sum, value) => sum + value * value, 0) }
}

/** The orthogonal matrix that maximises trace(rotationᵀ·matrix), and that maximum, the sum of singular values. */
function nearestOrthogonal(matrix: Float64Array, d: number): { rotation: Float64Array; sigma: number } {
  const square = new Float64Array(d * d)
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) for (let c = 0; c < d; c++) square[a * d + b] += matrix[c * d + a] * matrix[c * d + b]
  }
  const { vectors } = symmetricEigen(square, d)
  const left = new Float64Array(d * d)
  let sigma = 0
  let largest = 0
  for (let column = 0; column < d; column++) {
    for (let row = 0; row < d; row++) for (let c = 0; c < d; c++) left[row * d + column] += matrix[row * d + c] * vectors[c * d + column]
    const length = Math.sqrt(removeEarlier(left, d, column))
    sigma += length
    largest = Math.max(largest, length)
    if (length > 1e-12 * largest) for (let row = 0; row < d; row++) left[row * d + column] /= length
    else completeColumn(left, d, column)
  }
  const rotation = new Float64Array(d * d)
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) for (let c = 0; c < d; c++) rotation[a * d + b] += left[a * d + c] * vectors[b * d + c]
  }
  return { rotation, sigma }
}

/** Makes a column orthogonal to those before it and returns its squared length. */
function removeEarlier(matrix: Float64Array, d: number, column: number): number {
  for (let other = 0; other < column; other++) {
    let dot = 0
    for (let row = 0; row < d; row++) dot += matrix[row * d + column] * matrix[row * d + other]
    for (let row = 0; row < d; row++) matrix[row * d + column] -= dot * matrix[row * d + other]
  }
  let squares = 0
  for (let row = 0; row < d; row++) squares += matrix[row * d + column] ** 2
  return squares
}

/** A direction the data says nothing about (points on a line): any unit vector orthogonal to the others serves. */
function completeColumn(matrix: Float64Array, d: number, column: number): void {
  for (let axis = 0; axis < d; axis++) {
    for (let row = 0; row < d; row++) matrix[row * d + column] = row === axis ? 1 : 0
    const squares = removeEarlier(matrix, d, column)
    // Of d unit axes at least one keeps 1/d of its squared length outside the d−1 directions already taken.
    if (squares < 0.9 / d) continue
    for (let row = 0; row < d; row++) matrix[row * d + column] /= Math.sqrt(squares)
    return
  }
}
