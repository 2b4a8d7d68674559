/** Losses in plain numbers, row by row, for tests to hold the tensor versions against. */
import { type Scalar, type Tensor2D, tf } from '../../backend/tensorflow'
import { createRandom } from '../../nn/random'

export type Rows = readonly (readonly number[])[]

export const read = (scalar: Scalar): number => scalar.dataSync()[0]

/** Fixed uneven numbers, [count, width]. */
export function rowsOf(count: number, width: number, seed = 'rows'): number[][] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()))
}

export const tensorOf = (rows: Rows): Tensor2D => tf.tensor2d(rows.map((row) => [...row]))

export function softmax(row: readonly number[]): number[] {
  const powers = row.map(Math.exp)
  const total = sum(powers)
  return powers.map((power) => power / total)
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
export const mean = (values: readonly number[]): number => sum(values) / values.length

export const squaredDistance = (x: readonly number[], y: readonly number[]): number => sum(x.map((value, index) => (value - y[index]) ** 2))

/** −Σ p·log(p + 1e-5). */
export const entropy = (p: readonly number[]): number => -sum(p.map((value) => value * Math.log(value + 1e-5)))
