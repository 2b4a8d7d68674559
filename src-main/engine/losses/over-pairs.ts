/** A discrepancy between two domains, taken over every pair of several. */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** Mean over all pairs i < j of d(fᵢ, fⱼ); 0 for a single domain. */
export function overPairs(domains: readonly Tensor2D[], discrepancy: (a: Tensor2D, b: Tensor2D) => Scalar): Scalar {
  const pairs = domains.flatMap((first, at) => domains.slice(at + 1).map((second) => discrepancy(first, second)))
  return pairs.length === 0 ? tf.scalar(0) : tf.div(tf.addN(pairs), pairs.length)
}
