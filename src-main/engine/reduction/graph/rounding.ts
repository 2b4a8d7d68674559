/** Whole-number codes inside a network, with the straight-through gradient (Bengio et al. 2013): rounding counts as the identity. */
import { differentiable } from '../../backend/differentiable'
import { type Tensor, tf } from '../../backend/tensorflow'

/** Rounds halves to the even number, as ONNX's QuantizeLinear does. Gradient: dy. */
const roundThrough = differentiable((x) => ({ value: tf.round(x), saved: [], gradient: (dy) => [dy] }))

/** Whole numbers between `low` and `high`: gradient dy within, 0 beyond. */
export function wholeBetween(x: Tensor, low: number, high: number): Tensor {
  return tf.clipByValue(roundThrough(x), low, high)
}

/** Whole numbers of any size, such as 32-bit accumulators. */
export function whole(x: Tensor): Tensor {
  return roundThrough(x)
}
