/** What pulls neighbours of a t-SNE layout together: the first half of the gradient, over all of P. */

import { openKernel, vectorMemory } from '../simd/assemble'
import { attractionModule } from '../simd/attraction-kernel'
import type { Affinities } from './affinities'
import { alone, type Crew } from './threads/crew'
import type { SharedWork } from './threads/shared-work'

const FLOAT_BYTES = 4
const POSITION_BYTES = 2 * FLOAT_BYTES
/** Neighbours the kernel takes at once. */
const LANES = 4
/** Points pulled as one part. */
const CHUNK = 512
let compiled: WebAssembly.Module | null = null

export interface AttractionMemory {
  readonly kind: 'attraction'
  readonly memory: WebAssembly.Memory
  readonly count: number
  /** Byte addresses of columns, values, positions, forces and rows. */
  readonly starts: readonly number[]
}

/** The kernel over a few hundred points at a time. */
export class AttractionWork implements SharedWork {
  readonly phases = [(part: number): void => this.pull(part)]
  readonly chunks: number
  /** [N,2] each. */
  readonly positions: Float32Array
  readonly forces: Float32Array
  private readonly run: (...parameters: readonly number[]) => void

  constructor(readonly memory: AttractionMemory) {
    const { count, starts } = memory
    const [, , atPositions, atForces] = starts
    this.chunks = Math.ceil(count / CHUNK)
    this.positions = new Float32Array(memory.memory.buffer, atPositions, 2 * count)
    this.forces = new Float32Array(memory.memory.buffer, atForces, 2 * count)
    compiled ??= attractionModule()
    this.run = openKernel(compiled, memory.memory)
  }

  private pull(chunk: number): void {
    const { count, starts } = this.memory
    const [atColumns, atValues, atPositions, atForces, atRows] = starts
    const from = atRows + chunk * CHUNK * FLOAT_BYTES
    const to = atRows + Math.min(count, (chunk + 1) * CHUNK) * FLOAT_BYTES
    this.run(from, to, atRows, atColumns, atValues, atPositions, atForces)
  }
}

/** P laid out for the vector kernel, in float32: its relative error of 1e-7 is far below that of the repulsion's grid. */
function attractionMemory({ count, rowStart, columns, values }: Affinities): AttractionMemory {
  const padded = Int32Array.from({ length: count + 1 })
  for (let i = 0; i < count; i++) padded[i + 1] = padded[i] + LANES * Math.ceil((rowStart[i + 1] - rowStart[i]) / LANES)
  const total = padded[count]
  const starts = addresses([total, total, 2 * count, 2 * count, count + 1])
  const [atColumns, atValues, , , atRows, end] = starts
  const memory = vectorMemory(end)
  const toColumns = new Int32Array(memory.buffer, atColumns, total)
  const toValues = new Float32Array(memory.buffer, atValues, total)
  for (let i = 0; i < count; i++) {
    const length = rowStart[i + 1] - rowStart[i]
    for (let n = 0; n < length; n++) {
      toColumns[padded[i] + n] = columns[rowStart[i] + n] * POSITION_BYTES
      toValues[padded[i] + n] = values[rowStart[i] + n]
    }
    toColumns.fill(i * POSITION_BYTES, padded[i] + length, padded[i + 1])
  }
  new Int32Array(memory.buffer, atRows, count + 1).set(padded.map((start) => start * FLOAT_BYTES))
  return { kind: 'attraction', memory, count, starts }
}

export class Attraction {
  private readonly work: AttractionWork

  /** Alone unless stated. */
  constructor(
    affinities: Affinities,
    private readonly crew: Crew = alone,
  ) {
    this.work = new AttractionWork(attractionMemory(affinities))
  }

  /** Σⱼ pᵢⱼ (1+d²ᵢⱼ)⁻¹ (yᵢ−yⱼ) for every point, [N,2]; the array is used again by the next call. Positions are [N,2] float64. */
  compute(positions: Float64Array): Float32Array {
    this.work.positions.set(positions)
    this.crew.run(this.work, 0, this.work.chunks)
    return this.work.forces
  }
}

/** Byte addresses of arrays of 4-byte values one after another, each at a multiple of 16, and the end of the last. */
function addresses(lengths: readonly number[]): number[] {
  const starts = [0]
  for (const length of lengths) starts.push(16 * Math.ceil((starts[starts.length - 1] + length * FLOAT_BYTES) / 16))
  return starts
}
