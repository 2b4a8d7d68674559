/**
 * The support sets of T3A (Iwasawa & Matsuo, NeurIPS 2021, eq. 4 to 6):
 *
 *   S_k ∪ {ẑ/‖ẑ‖ : class k predicted};  keep of each S_k the M of lowest entropy;  c_k = Σ_{s∈S_k} s, scaled to length one
 *   logits = ẑ·c
 *
 * The sets begin with the rows of the last layer's kernel. ẑ [B,E] is what that layer sees.
 */
import type { LinearLayer } from '../nn/network'

interface Support {
  readonly direction: Float64Array
  readonly entropy: number
}

export interface PrototypeMemory {
  /** Adds a batch under its predicted classes, then drops what is not among the M most certain of its class. ẑ [B,E] row-major. */
  add(hidden: Float32Array): void
  /** ẑ [B,E] → ẑ·c [B,K], row-major. */
  classify(hidden: Float32Array): Float32Array
  /** Supports of all classes together. */
  readonly size: number
}

export interface PrototypeOptions {
  /** [E,K] row-major. */
  readonly kernel: ArrayLike<number>
  /** [K]; null for none. */
  readonly bias: ArrayLike<number> | null
  readonly classes: number
  /** How many of a class's supports stay after each batch, of `size` there are: M, or all. */
  keep(size: number): number
}

export function createPrototypeMemory({ kernel, bias, classes, keep }: PrototypeOptions): PrototypeMemory {
  const width = kernel.length / classes
  const supports: Support[][] = Array.from({ length: classes }, () => [])
  const linear = (z: Float64Array): number[] =>
    Array.from({ length: classes }, (_, k) => z.reduce((sum, value, d) => sum + value * kernel[d * classes + k], bias?.[k] ?? 0))
  const put = (z: Float64Array): void => {
    const logits = linear(z)
    supports[logits.indexOf(Math.max(...logits))].push({ direction: unit(z), entropy: entropyOf(logits) })
  }
  const trim = (): void => {
    for (const set of supports) set.sort((a, b) => a.entropy - b.entropy).splice(keep(set.length))
  }
  for (let k = 0; k < classes; k++) put(Float64Array.from({ length: width }, (_, d) => kernel[d * classes + k]))
  const rowsOf = (hidden: Float32Array): Float64Array[] =>
    Array.from({ length: hidden.length / width }, (_, row) => Float64Array.from(hidden.subarray(row * width, (row + 1) * width)))
  return {
    add(hidden) {
      rowsOf(hidden).forEach(put)
      trim()
    },
    classify(hidden) {
      const centres = supports.map((set) => unit(sumOf(set, width)))
      return Float32Array.from(rowsOf(hidden).flatMap((z) => centres.map((c) => z.reduce((sum, value, d) => sum + value * c[d], 0))))
    },
    get size() {
      return supports.reduce((sum, set) => sum + set.length, 0)
    },
  }
}

function sumOf(set: readonly Support[], width: number): Float64Array {
  const sum = new Float64Array(width)
  for (const { direction } of set) for (let d = 0; d < width; d++) sum[d] += direction[d]
  return sum
}

/** z/‖z‖; zeros stay zeros. */
function unit(z: Float64Array): Float64Array {
  const length = Math.max(Math.sqrt(z.reduce((sum, value) => sum + value * value, 0)), 1e-12)
  return z.map((value) => value / length)
}

function entropyOf(logits: readonly number[]): number {
  const largest = Math.max(...logits)
  const total = logits.reduce((sum, z) => sum + Math.exp(z - largest), 0)
  return logits.reduce((sum, z) => {
    const log = z - largest - Math.log(total)
    return sum - Math.exp(log) * log
  }, 0)
}

/** Copies of a layer's weights, for a memory that outlives the tensors. */
export function readLayer({ kernel, bias }: LinearLayer): Pick<PrototypeOptions, 'kernel' | 'bias'> {
  return { kernel: kernel.dataSync().slice(), bias: bias === null ? null : bias.dataSync().slice() }
}
