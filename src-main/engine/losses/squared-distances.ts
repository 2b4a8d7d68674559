/** Squared Euclidean distances between the rows of two matrices, by one matrix product. */
import { detached } from '../backend/detached'
import { type Tensor2D, tf } from '../backend/tensorflow'

/**
 * dᵢⱼ = ‖xᵢ‖² + ‖yⱼ‖² − 2·xᵢ·yⱼ = ‖xᵢ − yⱼ‖², never below 0. x [N,D], y [M,D] → [N,M]. Differentiable in both.
 *
 * Both are moved by the mean of y first, which changes no distance and takes away most of the rounding of the long form.
 */
export function squaredDistances(x: Tensor2D, y: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const origin = detached(() => tf.mean(y, 0, true))
    const [a, b] = [tf.sub<Tensor2D>(x, origin), tf.sub<Tensor2D>(y, origin)]
    const lengths = tf.add(tf.sum(tf.square(a), 1, true), tf.reshape(tf.sum(tf.square(b), 1), [1, y.shape[0]]))
    return tf.relu(tf.sub<Tensor2D>(lengths, tf.mul(tf.matMul(a, b, false, true), 2)))
  })
}
