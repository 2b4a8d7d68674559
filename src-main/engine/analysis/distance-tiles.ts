/** Squared Euclidean distances between rows, four by four: the inner loop that neighbours, ranks and silhouettes share. */
import type { FeatureMatrix } from './feature-matrix'

/** Rows a tile covers in each direction. */
export const TILE = 4

/** Centred rows in groups of four, each group interleaved by column so that a tile reads memory in order. */
export interface PackedRows {
  readonly count: number
  readonly dimensions: number
  readonly groups: number
  readonly values: Float64Array
  /** Squared norm of each centred row. */
  readonly norms: Float64Array
}

/** Centring changes no distance and keeps |a|² + |b|² − 2ab free of cancellation. */
export function packRows({ features, count, dimensions }: FeatureMatrix): PackedRows {
  const mean = new Float64Array(dimensions)
  for (let i = 0, at = 0; i < count; i++) for (let d = 0; d < dimensions; d++) mean[d] += features[at++]
  for (let d = 0; d < dimensions; d++) mean[d] /= count
  const groups = Math.ceil(count / TILE)
  const values = new Float64Array(groups * dimensions * TILE)
  const norms = new Float64Array(groups * TILE)
  for (let i = 0; i < count; i++) {
    const base = (i >> 2) * dimensions * TILE + (i & 3)
    let norm = 0
    for (let d = 0; d < dimensions; d++) {
      const value = features[i * dimensions + d] - mean[d]
      values[base + d * TILE] = value
      norm += value * value
    }
    norms[i] = norm
  }
  return { count, dimensions, groups, values, norms }
}

/** Writes the distances between the rows of groups `a` and `b` to `tile` [4,4]. Equal rows give exactly zero: norms sum in the same order. */
export function distanceTile(rows: PackedRows, a: number, b: number, tile: Float64Array): void {
  halfTile(rows, { a, b, half: 0 }, tile)
  halfTile(rows, { a, b, half: 2 }, tile)
}

/** Two columns of a tile: eight sums are what the registers hold. */
function halfTile({ values, norms, dimensions }: PackedRows, at: { a: number; b: number; half: number }, tile: Float64Array): void {
  const { a, b, half } = at
  let s00 = 0
  let s01 = 0
  let s10 = 0
  let s11 = 0
  let s20 = 0
  let s21 = 0
  let s30 = 0
  let s31 = 0
  const end = (a + 1) * dimensions * TILE
  let right = b * dimensions * TILE + half
  for (let left = a * dimensions * TILE; left < end; left += TILE, right += TILE) {
    const b0 = values[right]
    const b1 = values[right + 1]
    const a0 = values[left]
    const a1 = values[left + 1]
    const a2 = values[left + 2]
    const a3 = values[left + 3]
    s00 += a0 * b0
    s01 += a0 * b1
    s10 += a1 * b0
    s11 += a1 * b1
    s20 += a2 * b0
    s21 += a2 * b1
    s30 += a3 * b0
    s31 += a3 * b1
  }
  const row = a * TILE
  const n0 = norms[b * TILE + half]
  const n1 = norms[b * TILE + half + 1]
  tile[half] = Math.max(0, norms[row] + n0 - 2 * s00)
  tile[half + 1] = Math.max(0, norms[row] + n1 - 2 * s01)
  tile[half + 4] = Math.max(0, norms[row + 1] + n0 - 2 * s10)
  tile[half + 5] = Math.max(0, norms[row + 1] + n1 - 2 * s11)
  tile[half + 8] = Math.max(0, norms[row + 2] + n0 - 2 * s20)
  tile[half + 9] = Math.max(0, norms[row + 2] + n1 - 2 * s21)
  tile[half + 12] = Math.max(0, norms[row + 3] + n0 - 2 * s30)
  tile[half + 13] = Math.max(0, norms[row + 3] + n1 - 2 * s31)
}
