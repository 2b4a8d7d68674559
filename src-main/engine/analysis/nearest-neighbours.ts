/** Exact k nearest neighbours by Euclidean distance, computed once per pair and blocked for the cache. */
import { AppError } from '@shared/contract/failure'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { GROUP, PackedRows } from './packed-rows'
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
const BLOCK_BYTES = 256 * 1024
/** Squared differences summed between two pauses: some ten milliseconds. */
const WORK_BETWEEN_PAUSES = 40_000_000

export function nearestNeighbours(options: NeighbourOptions): Neighbours {
  return runAtOnce(nearestNeighbourSteps(options))
}

/** The same as a generator that pauses every few milliseconds and yields the share that is done, in (0,1]. */
export function* nearestNeighbourSteps(options: NeighbourOptions): Generator<number, Neighbours> {
  const { count, dimensions, k } = options
  checkFeatures(options)
  if (k < 1 || k >= count) {
    throw new AppError('invalid-input', `${count} points have no ${k} neighbours each.`, `Ask for 1 to ${count - 1} neighbours.`, 'k')
  }
  const rows = new PackedRows(options)
  const best = new NearestLists(count, k)
  const block = Math.max(1, Math.floor(BLOCK_BYTES / (dimensions * GROUP * 4)))
  const pairs = (rows.groups * (rows.groups + 1)) / 2
  let done = 0
  let paused = 0
  for (let first = 0; first < rows.groups; first += block) {
    const to = Math.min(first + block, rows.groups)
    for (let group = 0; group < to; group++) {
      const from = Math.max(group, first)
      rows.distances(group, { from, to })
      best.offerStrip(rows, group, { from, to })
      done += to - from
      if ((done - paused) * GROUP * GROUP * dimensions < WORK_BETWEEN_PAUSES && done < pairs) continue
      paused = done
      yield done / pairs
    }
  }
  return best.sorted()
}

/** One bounded max-heap per point, all in two flat arrays. */
class NearestLists {
  private readonly distances: Float32Array
  private readonly indices: Int32Array
  private readonly sizes: Int32Array
  /** [N] distance that an entry must not exceed to get into a point's list; infinite while the list fills up. */
  private readonly limits: Float32Array

  constructor(
    private readonly count: number,
    private readonly k: number,
  ) {
    this.distances = new Float32Array(count * k)
    this.indices = new Int32Array(count * k)
    this.sizes = new Int32Array(count)
    this.limits = new Float32Array(count).fill(Number.POSITIVE_INFINITY)
  }

  /** Every pair of a row of `group` with a later row of the given groups, offered to both. */
  offerStrip({ strip, stride }: PackedRows, group: number, { from, to }: { readonly from: number; readonly to: number }): void {
    const { count, limits } = this
    const lastRow = Math.min(count, (group + 1) * GROUP)
    const end = Math.min(count, to * GROUP)
    for (let i = group * GROUP; i < lastRow; i++) {
      const row = (i & 3) * stride
      for (let j = Math.max(i + 1, from * GROUP); j < end; j++) {
        const distance = strip[row + j]
        if (distance <= limits[i]) this.offer(i, j, distance)
        if (distance <= limits[j]) this.offer(j, i, distance)
      }
    }
  }

  /** Lists grow unordered until they are full; then the root of each is its farthest entry. */
  private offer(point: number, index: number, distance: number): void {
    const { distances, indices, k } = this
    const base = point * k
    const size = this.sizes[point]
    if (size < k) {
      distances[base + size] = distance
      indices[base + size] = index
      this.sizes[point] = size + 1
      if (size + 1 < k) return
      for (let at = (k >> 1) - 1; at >= 0; at--) this.sink(base, at, k)
    } else {
      if (distance === distances[base] && index > indices[base]) return
      distances[base] = distance
      indices[base] = index
      this.sink(base, 0, k)
    }
    this.limits[point] = distances[base]
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
    return { count, k, indices, squaredDistances: distances }
  }
}

function farther(distance: number, index: number, otherDistance: number, otherIndex: number): boolean {
  return distance > otherDistance || (distance === otherDistance && index > otherIndex)
}
