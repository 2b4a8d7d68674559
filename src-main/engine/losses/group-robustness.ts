/**
 * Group DRO (Sagawa et al., ICLR 2020, arXiv:1911.08731, algorithm 1): the groups that fare worst count for more.
 *
 *   qᵢ ← qᵢ·exp(η·rᵢ) / Σⱼ qⱼ·exp(η·rⱼ),   L = Σᵢ qᵢ·rᵢ   with the new q as constants
 */
import { detached } from '../backend/detached'
import { type Scalar, type Tensor1D, tf } from '../backend/tensorflow'

/** q [m] positive, of any sum; risks r [m] → the new q, which sums to 1. No gradient. */
export function raiseGroupWeights(weights: Tensor1D, risks: Tensor1D, rate: number): Tensor1D {
  return detached(() =>
    tf.tidy(() => {
      // The largest exponent is taken out: it cancels, and nothing overflows.
      const exponents = tf.mul<Tensor1D>(risks, rate)
      const grown = tf.mul<Tensor1D>(weights, tf.exp(tf.sub(exponents, tf.max(exponents))))
      return tf.div<Tensor1D>(grown, tf.sum(grown))
    }),
  )
}

/** Σᵢ qᵢ·rᵢ */
export function groupRisk(weights: Tensor1D, risks: Tensor1D): Scalar {
  return tf.sum(tf.mul(weights, risks))
}
