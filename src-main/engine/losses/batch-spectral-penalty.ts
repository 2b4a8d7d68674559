/**
 * Batch spectral penalisation (Chen et al., "Transferability vs. Discriminability", ICML 2019, eq. 8):
 *
 *   L = Σ_{i ≤ k} (σ²_{s,i} + σ²_{t,i})
 *
 * σ the singular values of a batch's features, largest first, not centred. Computed as ‖U_kᵀZ‖²_F with U_k the k leading
 * eigenvectors of ZZᵀ held constant: the same value, and the same gradient 2·U_k·U_kᵀ·Z, since an eigenvector's own change
 * adds nothing to first order.
 */
import { detached } from '../backend/detached'
import { selfAdjointEigen } from '../backend/ops/self-adjoint-eigen'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** source z_s [n,D], target z_t [m,D], k from 1 to min(n,m,D) → L. */
export function batchSpectralPenalty(source: Tensor2D, target: Tensor2D, k: number): Scalar {
  return tf.tidy(() => tf.add<Scalar>(leadingEnergy(source, k), leadingEnergy(target, k)))
}

/** Σ_{i ≤ k} σᵢ² of z [n,D]. */
function leadingEnergy(z: Tensor2D, k: number): Scalar {
  const rows = z.shape[0]
  // Scaled to a largest entry of about 1, so that the solver's absolute tolerances fit features of any size.
  const leading = detached(() => {
    const scaled = tf.div<Tensor2D>(z, tf.maximum(tf.max(tf.abs(z)), 1e-30))
    const { vectors } = selfAdjointEigen(tf.matMul(scaled, scaled, false, true))
    return tf.slice(vectors, [0, rows - Math.min(k, rows)], [rows, Math.min(k, rows)])
  })
  return tf.sum<Scalar>(tf.square(tf.matMul(leading, z, true)))
}
