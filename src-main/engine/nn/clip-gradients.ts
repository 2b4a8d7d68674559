/** Keeps a step from leaping where the loss is steep (Pascanu et al., ICML 2013). */
import { type Scalar, type Tensor, tf } from '../backend/tensorflow'

/** g ← g·min(1, limit/‖g‖) with ‖g‖ the norm over all gradients together. Belongs to the caller's tidy scope. */
export function clipGradients(gradients: readonly Tensor[], limit: number): Tensor[] {
  const squares = gradients.map((gradient) => tf.sum<Scalar>(tf.square(gradient)))
  const norm = tf.sqrt(tf.addN(squares))
  const factor = tf.minimum(1, tf.div(limit, tf.maximum(norm, 1e-12)))
  return gradients.map((gradient) => tf.mul(gradient, factor))
}
