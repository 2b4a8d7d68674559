/**
 * Weights that count confident rows for more, after CDAN's entropy conditioning (Long et al., NeurIPS 2018) and MCC:
 *
 *   wᵢ = N·(1 + e^(−Hᵢ)) / Σⱼ (1 + e^(−Hⱼ)),  Hᵢ = −Σ_k pᵢₖ·log(pᵢₖ + 1e-5)
 *
 * They sum to N and count as constants. The 1e-5, the authors', keeps the logarithm finite.
 */
import { detached } from '../backend/detached'
import { type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

const epsilon = 1e-5

/** probabilities p [N,K] → w [N]. */
export function certaintyWeights(probabilities: Tensor2D): Tensor1D {
  return detached(() => {
    const entropy = tf.neg(tf.sum(tf.mul(probabilities, tf.log(tf.add(probabilities, epsilon))), 1))
    const certainty = tf.add<Tensor1D>(tf.exp(tf.neg(entropy)), 1)
    return tf.div<Tensor1D>(certainty, tf.mean(certainty))
  })
}
