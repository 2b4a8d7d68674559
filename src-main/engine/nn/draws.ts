/** Random draws within a step, by native kernels over a counter that is part of the state. */
import { statelessGamma } from '../backend/ops/stateless-gamma'
import { statelessUniform } from '../backend/ops/stateless-uniform'
import { type Rank, type Tensor1D, tf } from '../backend/tensorflow'
import type { NetworkVariable } from './network'
import type { RandomStream } from './random'
import { createVariable } from './variables'

export interface Draws {
  /** The counter: it belongs to the state. */
  readonly variable: NetworkVariable
  /** [count] float32 in [0,1), uniform. */
  uniform(count: number): Tensor1D
  /** [count] float32 in [0,1] from Beta(alpha, alpha): G₁/(G₁ + G₂) of two gamma draws. */
  beta(count: number, alpha: number): Tensor1D
  /** [count] int32: the numbers 0..count−1 in random order, as the ranks of uniform draws. */
  permutation(count: number): Tensor1D
}

const seeds = 2_147_483_647
/** Keeps the quotient of two gamma draws that both round to 0 at ½. */
const smallest = 1e-30

export function createDraws(random: RandomStream): Draws {
  const variable = createVariable('counter', tf.tensor1d([random.integer(seeds), 0], 'int32'), 'counter')
  const uniform = (count: number): Tensor1D => statelessUniform<Rank.R1>([count], variable.variable)
  return {
    variable,
    uniform,
    beta: (count, alpha) =>
      tf.tidy(() => {
        const gamma = (): Tensor1D => tf.add(statelessGamma<Rank.R1>([count], alpha, variable.variable), smallest)
        const [first, second] = [gamma(), gamma()]
        return tf.div(first, tf.add(first, second))
      }),
    permutation: (count) =>
      tf.tidy(() => {
        const drawn = uniform(count)
        return tf.cast(tf.sum(tf.cast(tf.less(tf.expandDims(drawn, 0), tf.expandDims(drawn, 1)), 'int32'), 1), 'int32')
      }),
  }
}
