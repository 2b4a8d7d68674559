/** Learning rates that differ from variable to variable (Howard & Ruder, ACL 2018). */
import { type Scalar, tf } from '../../backend/tensorflow'

/** rate·factor; the rate itself where the factor is 1 or absent. */
export function scaledRate(rate: Scalar, factor = 1): Scalar {
  return factor === 1 ? rate : tf.mul(rate, factor)
}
