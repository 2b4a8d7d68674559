/**
 * The correlation alignment of Deep CORAL (Sun & Saenko, ECCV workshops 2016, arXiv:1607.01719, eqs. 1 to 3):
 *
 *   L = 1/(4d²)·‖C_s − C_t‖²_F,  C = 1/(n−1)·(ZᵀZ − 1/n·(1ᵀZ)ᵀ(1ᵀZ))
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** source z_s [n,d], target z_t [m,d], n and m at least 2 → L. */
export function deepCoral(source: Tensor2D, target: Tensor2D): Scalar {
  return tf.tidy(() => {
    const difference = tf.sub(covariance(source), covariance(target))
    return tf.div<Scalar>(tf.sum(tf.square(difference)), 4 * source.shape[1] ** 2)
  })
}

/** z [n,d], n at least 2 → [d,d], divided by n − 1. */
export function covariance(z: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const centred = tf.sub<Tensor2D>(z, tf.mean(z, 0, true))
    return tf.div(tf.matMul(centred, centred, true), z.shape[0] - 1)
  })
}
