/**
 * V-REx, risk extrapolation (Krueger et al., ICML 2021, arXiv:2003.00688): risks that differ little between environments.
 *
 *   L = r̄ + β·Var(r),  Var(r) = 1/m Σᵢ (rᵢ − r̄)²
 *
 * with the mean r̄ of the m risks, as DomainBed has it; the paper's eq. 8 has their sum, which is L + (m − 1)·r̄.
 */
import { type Scalar, tf } from '../backend/tensorflow'

/** risks r: one mean loss an environment. */
export function riskExtrapolation(risks: readonly Scalar[], beta: number): { readonly loss: Scalar; readonly variance: Scalar } {
  const stacked = tf.stack([...risks])
  const mean = tf.mean<Scalar>(stacked)
  // Not squaredDifference, whose gradient does not reach through the broadcast mean.
  const variance = tf.mean<Scalar>(tf.square(tf.sub(stacked, mean)))
  return { loss: tf.add(mean, tf.mul(variance, beta)), variance }
}
