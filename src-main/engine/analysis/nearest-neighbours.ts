/** Exact k nearest neighbours by Euclidean distance, computed once per pair and blocked for the cache. */
import { AppError } from '@shared/contract/failure'
import { distanceTile, packRows, TILE } from './distance-tiles'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { runAtOnce } from './run-in-slices'

/** The `k` nearest other points of each point, nearest first; equal distances are ordered by index. */
export interface Neighbours {
  readonly count: number
  readonly k: number
  /** [N,K]. */
  readonly indices: Int32Array
  /** [N,K] squared Euclidean. */
  readonly squaredDistances: Float32Array
}

export interface NeighbourOptions extends FeatureMatrix {
  /** Neighbours per point, 1 to N−1. */
  readonly k: number
}

/** Rows that stay in the second-level cache while all others pass by. */
const BLOCK_BYTES = 512 * 1024

export function nearestNeighbours(options: NeighbourOptions): Neighbours {
  return runAtOnce(nearestNeighbourSteps(options))
}

/** The same as a generator that pauses after each block of rows and yields the share that is done, in (0,1]. */
export function* nearestNeighbourSteps(options: NeighbourOptions): Generator<number, Neighbours> {
  const { count, dimensions, k } = options
  checkFeatures(options)
  if (k < 1 || k >= count) {
    throw new AppError('invalid-input', `${count} points have no ${k} neighbours each.`, `Ask for 1 to ${count - 1} neighbours.`, 'k')
  }
  const rows = packRows(options)
  const best = new NearestLists(count, k)
  const tile = new Float64Array(TILE * TILE)
  const block = Math.max(4, Math.floor(BLOCK_BYTES / (dimensions * TILE * 8)))
  const tiles = (rows.groups * (rows.groups + 1)) / 2
  let done = 0
  for (let first = 0; first < rows.groups; first += block) {
    const last = Math.min(first + block, rows.groups)
    for (let b = first; b < rows.groups; b++) {
      for (let a = first; a < last && a <= b; a++) {
        distanceTile(rows, a, b, tile)
        best.offerTile(a, b, tile)
        done++
      }
    }
    yield done / tiles
  }
  return best.sorted()
}

/** One bounded max-heap per point, all in two flat arrays. */
class NearestLists {
  private readonly distances: Float64Array
  private readonly indices: Int32Array
  private readonly sizes: Int32Array

  constructor(
    private readonly count: number,
    private readonly k: number,
  ) {
    this.distances = new Float64Array(count * k).fill(Number.POSITIVE_INFINITY)
    this.indices = new Int32Array(count * k)
    this.sizes = new Int32Array(count)
  }

  offerTile(a: number, b: number, tile: Float64Array): void {
    const rowEnd = Math.min(TILE, this.count - a * TILE)
    const columnEnd = Math.min(TILE, this.count - b * TILE)
    for (let r = 0; r < rowEnd; r++) {
      const i = a * TILE + r
      for (let c = a === b ? r + 1 : 0; c < columnEnd; c++) {
        const j = b * TILE + c
        const distance = tile[r * TILE + c]
        if (distance <= this.distances[i * this.k]) this.offer(i, j, distance)
        if (distance <= this.distances[j * this.k]) this.offer(j, i, distance)
      }
    }
  }

  /** The root of a list is its farthest entry; while a list fills up, its root stays infinite. */
  private offer(point: number, index: number, distance: number): void {
    const base = point * this.k
    const size = this.sizes[point]
    if (size < this.k) {
      this.distances[base + this.k - 1 - size] = distance
      this.indices[base + this.k - 1 - size] = index
      this.sizes[point] = size + 1
      if (size + 1 === this.k) for (let at = (this.k >> 1) - 1; at >= 0; at--) this.sink(base, at, this.k)
      return
    }
    if (distance === this.distances[base] && index > this.indices[base]) return
    this.distances[base] = distance
    this.indices[base] = index
    this.sink(base, 0, this.k)
  }

  private sink(base: number, start: number, size: number): void {
    const { distances, indices } = this
    const distance = distances[base + start]
    const index = indices[base + start]
    let at = start
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (
        child + 1 < size &&
        farther(distances[base + child + 1], indices[base + child + 1], distances[base + child], indices[base + child])
      ) {
        child++
      }
      if (!farther(distances[base + child], indices[base + child], distance, index)) break
      distances[base + at] = distances[base + child]
      indices[base + at] = indices[base + child]
      at = child
    }
    distances[base + at] = distance
    indices[base + at] = index
  }

  /** Heap sort of every list in place. */
  sorted(): Neighbours {
    const { count, k, distances, indices } = this
    for (let point = 0; point < count; point++) {
      const base = point * k
      for (let end = k - 1; end > 0; end--) {
        const distance = distances[base]
        const index = indices[base]
        distances[base] = distances[base + end]
        indices[base] = indices[base + end]
        this.sink(base, 0, end)
        distances[base + end] = distance
        indices[base + end] = index
      }
    }
    return { count, k, indices, squaredDistances: Float32Array.from(distances) }
  }
}

function farther(distance: number, index: number, otherDistance: number, otherIndex: number): boolean {
  return distance > otherDistance || (distance === otherDistance && index > otherIndex)
}
