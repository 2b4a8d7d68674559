/**
 * Entropy of the mean prediction over augmentations of one image (MEMO: Zhang et al., NeurIPS 2022, arXiv:2110.09506, eq. 3):
 *
 *   L = −Σ_k p̄ₖ·log p̄ₖ,  p̄ = 1/A Σₐ softmax(zₐ)
 *
 * log p̄ is a log-sum-exp over log-softmax values, which stays finite where single probabilities vanish.
 */
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z [A,K] of A augmentations of one image → log p̄ [K]. */
export function logMarginal(logits: Tensor2D): Tensor1D {
  return tf.sub<Tensor1D>(tf.logSumExp(tf.logSoftmax(logits), 0), Math.log(logits.shape[0]))
}

/** logits z [A,K] of A augmentations of one image → L in nats. */
export function marginalEntropy(logits: Tensor2D): Scalar {
  const marginal = logMarginal(logits)
  return tf.neg(tf.sum(tf.mul(tf.exp(marginal), marginal)))
}
