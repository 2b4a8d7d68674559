/** Squared Euclidean distances between rows, four against many: the inner loop that neighbours, ranks and silhouettes share. */
import type { FeatureMatrix } from './feature-matrix'
import { openKernel, vectorMemory } from './simd/assemble'
import { distanceModule } from './simd/distance-kernel'

/** Rows that are compared at once. */
export const GROUP = 4

const FLOAT_BYTES = 4
let compiled: WebAssembly.Module | null = null

/** Rows in groups of four, interleaved by column, in memory that the vector kernel reads. */
export class PackedRows {
  readonly count: number
  /** Groups of four; the last one may be padded. */
  readonly groups: number
  /** [4, groups·4] float32: where `distances` leaves its result. Entries of the padding are meaningless. */
  readonly strip: Float32Array
  /** Entries between two rows of `strip`. */
  readonly stride: number
  private readonly run: (...parameters: readonly number[]) => void
  private readonly groupBytes: number
  private readonly stripStart: number

  constructor({ features, count, dimensions }: FeatureMatrix) {
    this.count = count
    this.groups = Math.ceil(count / GROUP)
    this.stride = this.groups * GROUP
    this.groupBytes = dimensions * GROUP * FLOAT_BYTES
    this.stripStart = this.groups * this.groupBytes
    const memory = vectorMemory(this.stripStart + GROUP * this.stride * FLOAT_BYTES)
    const values = new Float32Array(memory.buffer, 0, this.stride * dimensions)
    for (let i = 0; i < count; i++) {
      const base = (i >> 2) * dimensions * GROUP + (i & 3)
      for (let d = 0; d < dimensions; d++) values[base + d * GROUP] = features[i * dimensions + d]
    }
    this.strip = new Float32Array(memory.buffer, this.stripStart, GROUP * this.stride)
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
