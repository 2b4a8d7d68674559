/** The gradient reversal layer of Ganin & Lempitsky (2015): identity forward, −λ backward. */
import { differentiable } from '../differentiable'
import { type Scalar, type Tensor, tf } from '../tensorflow'

/** R(x) = x, dR/dx = −λ·I. x of any shape → same shape. λ is a tensor, so a recorded step can be replayed with another; it gets no gradient. */
export function reverseGradient<T extends Tensor>(x: T, lambda: Scalar): T {
  const reverse = differentiable((input) => ({
    value: tf.clone(input),
    saved: [lambda],
    gradient: (dy, [weight]) => [tf.mul(dy, tf.neg(weight))],
  }))
  return reverse(x) as T
}
