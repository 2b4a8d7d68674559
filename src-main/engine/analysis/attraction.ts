/** What pulls neighbours of a t-SNE layout together: the first half of the gradient, over all of P. */
import type { Affinities } from './affinities'
import { openKernel, vectorMemory } from './simd/assemble'
import { attractionModule } from './simd/attraction-kernel'

const FLOAT_BYTES = 4
const POSITION_BYTES = 2 * FLOAT_BYTES
/** Neighbours the kernel takes at once. */
const LANES = 4
let compiled: WebAssembly.Module | null = null

/** P laid out for the vector kernel, in float32: its relative error of 1e-7 is far below that of the repulsion's grid. */
export class Attraction {
  private readonly run: (...parameters: readonly number[]) => void
  private readonly parameters: readonly number[]
  private readonly positions: Float32Array
  private readonly forces: Float32Array

  constructor(affinities: Affinities) {
    const { count, rowStart, columns, values } = affinities
    const padded = Int32Array.from({ length: count + 1 })
    for (let i = 0; i < count; i++) padded[i + 1] = padded[i] + LANES * Math.ceil((rowStart[i + 1] - rowStart[i]) / LANES)
    const total = padded[count]
    const starts = addresses([total, total, 2 * count, 2 * count, count + 1])
    const [atColumns, atValues, atPositions, atForces, atRows, end] = starts
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
    this.positions = new Float32Array(memory.buffer, atPositions, 2 * count)
    this.forces = new Float32Array(memory.buffer, atForces, 2 * count)
    this.parameters = [atRows, atRows + count * FLOAT_BYTES, atRows, atColumns, atValues, atPositions, atForces]
    compiled ??= attractionModule()
    this.run = openKernel(compiled, memory)
  }

  /** Σⱼ pᵢⱼ (1+d²ᵢⱼ)⁻¹ (yᵢ−yⱼ) for every point, [N,2]; the array is used again by the next call. Positions are [N,2] float64. */
  compute(positions: Float64Array): Float32Array {
    this.positions.set(positions)
    this.run(...this.parameters)
    return this.forces
  }
}

/** Byte addresses of arrays of 4-byte values one after another, each at a multiple of 16, and the end of the last. */
function addresses(lengths: readonly number[]): number[] {
  const starts = [0]
  for (const length of lengths) starts.push(16 * Math.ceil((starts[starts.length - 1] + length * FLOAT_BYTES) / 16))
  return starts
}
