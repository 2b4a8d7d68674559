/** Dropout whose mask is drawn in the step. */
import { type Tensor, tf, type Variable } from '../tensorflow'
import { statelessUniform } from './stateless-uniform'

export interface DropoutOptions {
  /** Part of the entries set to zero, in [0,1). */
  readonly rate: number
  /** Shape of the mask, broadcast over x: [B,1,1,C] drops whole channels. */
  readonly maskShape: readonly number[]
  /** int32 [2]: seed and number of draws so far. Raised by one at every call. */
  readonly counter: Variable
}

/**
 * y = x·mask/(1−rate) with mask entries 0 at probability `rate`, else 1. x float32 → same shape. Gradient: dy·mask/(1−rate).
 * The mask is a pure function of the counter's two numbers (Philox).
 */
export function dropout<T extends Tensor>(x: T, options: DropoutOptions): T {
  const { rate, maskShape, counter } = options
  return tf.tidy(() => {
    const uniform = statelessUniform(maskShape, counter)
    const mask = tf.mul(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate))
    return tf.mul(x, mask)
  })
}
