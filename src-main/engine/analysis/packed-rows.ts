/** Squared Euclidean distances between rows, four against many: the inner loop that neighbours, ranks and silhouettes share. */

import { openKernel, vectorMemory } from '../simd/assemble'
import { distanceModule } from '../simd/distance-kernel'
import type { FeatureMatrix } from './feature-matrix'

/** Rows that are compared at once. */
export const GROUP = 4

const FLOAT_BYTES = 4
let compiled: WebAssembly.Module | null = null

/** Rows in groups of four, interleaved by column, in memory that the vector kernels of every thread read. */
export interface PackedMemory {
  readonly memory: WebAssembly.Memory
  readonly count: number
  readonly dimensions: number
}

export interface PackOptions {
  /** Result strips, one a thread. */
  readonly strips?: number
  /** Further bytes behind each strip, for the caller's own use; a multiple of 16. */
  readonly spareBytes?: number
}

/** Copies the rows to memory of their own, with one strip unless stated. */
export function packRows({ features, count, dimensions }: FeatureMatrix, { strips = 1, spareBytes = 0 }: PackOptions = {}): PackedMemory {
  const { stride, stripStart } = placesOf({ count, dimensions })
  const memory = vectorMemory(stripStart + strips * (GROUP * stride * FLOAT_BYTES + spareBytes))
  const values = new Float32Array(memory.buffer, 0, stride * dimensions)
  for (let i = 0; i < count; i++) {
    const base = (i >> 2) * dimensions * GROUP + (i & 3)
    for (let d = 0; d < dimensions; d++) values[base + d * GROUP] = features[i * dimensions + d]
  }
  return { memory, count, dimensions }
}

/** Entries between two rows of a strip, and the byte address of the first strip. */
function placesOf({ count, dimensions }: { readonly count: number; readonly dimensions: number }): { stride: number; stripStart: number } {
  const stride = GROUP * Math.ceil(count / GROUP)
  return { stride, stripStart: stride * dimensions * FLOAT_BYTES }
}

/** One strip of distances over packed rows. */
export class PackedRows {
  readonly count: number
  /** Groups of four; the last one may be padded. */
  readonly groups: number
  /** [4, groups·4] float32: where `distances` leaves its result. Entries of the padding are meaningless. */
  readonly strip: Float32Array
  /** Entries between two rows of `strip`. */
  readonly stride: number
  /** Byte address of the strip. */
  readonly stripStart: number
  private readonly run: (...parameters: readonly number[]) => void
  private readonly groupBytes: number

  /** Over rows packed with the same `spareBytes` and more than `strip` strips. */
  constructor({ memory, count, dimensions }: PackedMemory, { strip = 0, spareBytes = 0 }: { strip?: number; spareBytes?: number } = {}) {
    const { stride, stripStart } = placesOf({ count, dimensions })
    this.count = count
    this.groups = stride / GROUP
    this.stride = stride
    this.groupBytes = dimensions * GROUP * FLOAT_BYTES
    this.stripStart = stripStart + strip * (GROUP * stride * FLOAT_BYTES + spareBytes)
    this.strip = new Float32Array(memory.buffer, this.stripStart, GROUP * stride)
    compiled ??= distanceModule()
    this.run = openKernel(compiled, memory)
  }

  /** Writes the distances from the rows of `group` to those of groups `from` to `to`−1 to the same columns of `strip`. Equal rows are at exactly zero. */
  distances(group: number, { from, to }: { readonly from: number; readonly to: number }): void {
    const left = group * this.groupBytes
    const out = this.stripStart + from * GROUP * FLOAT_BYTES
    const outEnd = this.stripStart + to * GROUP * FLOAT_BYTES
    this.run(left, left + this.groupBytes, from * this.groupBytes, out, outEnd, this.stride * FLOAT_BYTES)
  }
}
