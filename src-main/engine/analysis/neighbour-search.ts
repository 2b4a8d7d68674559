/** The search behind `nearestNeighbours` as work that threads share: every thread fills lists of its own, which are then merged. */

import { openKernel } from '../simd/assemble'
import { candidateModule } from '../simd/candidate-kernel'
import type { FeatureMatrix } from './feature-matrix'
import { GROUP, type PackedMemory, PackedRows, packRows } from './packed-rows'
import type { SharedWork } from './threads/shared-work'

const FLOAT_BYTES = 4
/** Rows that stay in the second-level cache while all others pass by. */
const BLOCK_BYTES = 256 * 1024
/** Squared differences summed in one tile at most: some ten milliseconds. */
const MOST_WORK = 40_000_000
/** Points whose lists are merged and sorted as one part. */
const CHUNK = 512
let compiled: WebAssembly.Module | null = null

export interface NeighbourMemory {
  readonly kind: 'neighbours'
  readonly packed: PackedMemory
  readonly k: number
  readonly threads: number
  /** [threads,N,K] bounded max-heaps of float32 distances and int32 indices, and [threads,N] int32 how full each is. */
  readonly distances: SharedArrayBuffer
  readonly indices: SharedArrayBuffer
  readonly sizes: SharedArrayBuffer
  /** [1] int32: the tile that part 0 stands for. */
  readonly firstTile: SharedArrayBuffer
}

export function neighbourMemory(matrix: FeatureMatrix, { k, threads }: { readonly k: number; readonly threads: number }): NeighbourMemory {
  const { count } = matrix
  const stride = GROUP * Math.ceil(count / GROUP)
  return {
    kind: 'neighbours',
    packed: packRows(matrix, { strips: threads, spareBytes: spareBytes(stride) }),
    k,
    threads,
    distances: new SharedArrayBuffer(threads * count * k * FLOAT_BYTES),
    indices: new SharedArrayBuffer(threads * count * k * FLOAT_BYTES),
    sizes: new SharedArrayBuffer(threads * count * FLOAT_BYTES),
    firstTile: new SharedArrayBuffer(FLOAT_BYTES),
  }
}

/** Behind each strip: the limits of all points, the list of candidates, and where that list ends. */
function spareBytes(stride: number): number {
  return stride * FLOAT_BYTES + 16 * Math.ceil(((stride / GROUP) * FLOAT_BYTES) / 16) + 16
}

/** Pairs of blocks of rows, tile after tile, then the lists of all threads into those of thread 0. */
export class NeighbourSearch implements SharedWork {
  readonly phases = [
    (part: number, thread: number): void => this.searchTile(this.firstTile[0] + part, thread),
    (part: number): void => this.settleChunk(part),
  ]
  readonly tiles: number
  /** Squared differences summed in a tile. */
  readonly tileWork: number
  readonly chunks: number
  readonly firstTile: Int32Array
  private readonly block: number
  private readonly lists: readonly NearestLists[]
  private readonly scanners: readonly Scanner[]

  constructor(readonly memory: NeighbourMemory) {
    const { packed, k, threads } = memory
    const { count, dimensions } = packed
    const groups = Math.ceil(count / GROUP)
    const inCache = Math.floor(BLOCK_BYTES / (dimensions * GROUP * FLOAT_BYTES))
    this.block = Math.max(1, Math.min(inCache, Math.floor(Math.sqrt(MOST_WORK / (GROUP * GROUP * dimensions)))))
    const blocks = Math.ceil(groups / this.block)
    this.tiles = (blocks * (blocks + 1)) / 2
    this.tileWork = this.block * this.block * GROUP * GROUP * dimensions
    this.chunks = Math.ceil(count / CHUNK)
    this.firstTile = new Int32Array(memory.firstTile)
    this.scanners = Array.from({ length: threads }, (_, thread) => new Scanner(packed, thread))
    this.lists = this.scanners.map(({ limits }, thread) => {
      const at = thread * count * FLOAT_BYTES
      return new NearestLists(k, {
        distances: new Float32Array(memory.distances, at * k, count * k),
        indices: new Int32Array(memory.indices, at * k, count * k),
        sizes: new Int32Array(memory.sizes, at, count),
        limits,
      })
    })
  }

  /** Lists start empty; to be called once, before the first phase. */
  begin(): void {
    for (const { limits } of this.scanners) limits.fill(Number.POSITIVE_INFINITY)
  }

  /** A copy of what thread 0's lists hold: [N,K] each, sorted once every chunk is settled. */
  found(): { readonly indices: Int32Array; readonly distances: Float32Array } {
    const [{ indices, distances }] = this.lists
    return { indices: indices.slice(), distances: distances.slice() }
  }

  /** Every pair of a row of one block with a later row of the other, offered to both. */
  private searchTile(tile: number, thread: number): void {
    const { block } = this
    const { rows } = this.scanners[thread]
    const later = Math.floor((Math.sqrt(8 * tile + 1) - 1) / 2)
    const earlier = tile - (later * (later + 1)) / 2
    const to = Math.min(rows.groups, (later + 1) * block)
    for (let group = earlier * block; group < Math.min(to, (earlier + 1) * block); group++) {
      const from = Math.max(group, later * block)
      rows.distances(group, { from, to })
      this.offerStrip(group, { from, to, thread })
    }
  }

  private offerStrip(group: number, { from, to, thread }: { readonly from: number; readonly to: number; readonly thread: number }): void {
    const scanner = this.scanners[thread]
    const lists = this.lists[thread]
    const { strip, stride, count } = scanner.rows
    const lastRow = Math.min(count, (group + 1) * GROUP)
    const found = scanner.scan(group, { from, to })
    for (let at = 0; at < found; at++) {
      const first = scanner.candidate(at)
      const end = Math.min(count, first + GROUP)
      for (let i = group * GROUP; i < lastRow; i++) {
        const row = (i & 3) * stride
        for (let j = Math.max(i + 1, first); j < end; j++) lists.offerPair(i, j, strip[row + j])
      }
    }
  }

  private settleChunk(chunk: number): void {
    const [own, ...others] = this.lists
    for (let point = chunk * CHUNK; point < Math.min(this.memory.packed.count, (chunk + 1) * CHUNK); point++) {
      for (const other of others) own.merge(other, point)
      own.sort(point)
    }
  }
}

/** One thread's strip, and the vector kernel that finds in it what a list may want. */
class Scanner {
  readonly rows: PackedRows
  /** [groups·4] distance that an entry must not exceed to get into a point's list; infinite while the list fills up. */
  readonly limits: Float32Array
  private readonly run: (...parameters: readonly number[]) => void
  private readonly list: Int32Array
  private readonly end: Int32Array
  private readonly limitsStart: number
  private readonly listStart: number

  constructor(packed: PackedMemory, strip: number) {
    const stride = GROUP * Math.ceil(packed.count / GROUP)
    const spare = spareBytes(stride)
    this.rows = new PackedRows(packed, { strip, spareBytes: spare })
    this.limitsStart = this.rows.stripStart + GROUP * stride * FLOAT_BYTES
    this.listStart = this.limitsStart + stride * FLOAT_BYTES
    const endAt = this.rows.stripStart + GROUP * stride * FLOAT_BYTES + spare - 16
    this.limits = new Float32Array(packed.memory.buffer, this.limitsStart, stride)
    this.list = new Int32Array(packed.memory.buffer, this.listStart, stride / GROUP)
    this.end = new Int32Array(packed.memory.buffer, endAt, 1)
    compiled ??= candidateModule()
    this.run = openKernel(compiled, packed.memory)
  }

  /** How many fours of columns hold a candidate, in the strip of `group` against groups `from` to `to`−1. */
  scan(group: number, { from, to }: { readonly from: number; readonly to: number }): number {
    const { stripStart, stride } = this.rows
    const bytes = GROUP * FLOAT_BYTES
    const limits = this.limitsStart
    this.run(
      stripStart + from * bytes,
      stripStart + to * bytes,
      stride * FLOAT_BYTES,
      limits + group * bytes,
      limits + from * bytes,
      this.listStart,
      this.end.byteOffset,
    )
    return (this.end[0] - this.listStart) / FLOAT_BYTES
  }

  /** The first of the four columns. */
  candidate(at: number): number {
    return (this.list[at] - this.rows.stripStart) / FLOAT_BYTES
  }
}

interface ListArrays {
  readonly distances: Float32Array
  readonly indices: Int32Array
  readonly sizes: Int32Array
  readonly limits: Float32Array
}

/** One bounded max-heap per point, all in flat arrays. What a list holds depends on what was offered, never on the order. */
class NearestLists {
  readonly distances: Float32Array
  readonly indices: Int32Array
  private readonly sizes: Int32Array
  private readonly limits: Float32Array

  constructor(
    private readonly k: number,
    arrays: ListArrays,
  ) {
    this.distances = arrays.distances
    this.indices = arrays.indices
    this.sizes = arrays.sizes
    this.limits = arrays.limits
  }

  offerPair(i: number, j: number, distance: number): void {
    if (distance <= this.limits[i]) this.offer(i, j, distance)
    if (distance <= this.limits[j]) this.offer(j, i, distance)
  }

  merge({ distances, indices, sizes }: NearestLists, point: number): void {
    const base = point * this.k
    for (let at = base; at < base + sizes[point]; at++) {
      if (distances[at] <= this.limits[point]) this.offer(point, indices[at], distances[at])
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

  /** Heap sort of a full list, in place. */
  sort(point: number): void {
    const { k, distances, indices } = this
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
}

function farther(distance: number, index: number, otherDistance: number, otherIndex: number): boolean {
  return distance > otherDistance || (distance === otherDistance && index > otherIndex)
}
