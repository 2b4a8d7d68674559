/**
 * Entropy of a classifier's predictions (Tent: Wang et al., ICLR 2021, arXiv:2006.10726):
 *
 *   Hᵢ = −Σ_k pᵢₖ·log pᵢₖ,  p = softmax(z)
 *
 * Computed from log-softmax, so that no constant is needed inside the logarithm.
 */
import { type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z [B,K] → H [B] in nats, from 0 (certain) to ln K (undecided). */
export function predictionEntropy(logits: Tensor2D): Tensor1D {
  const logProbabilities = tf.logSoftmax(logits)
  return tf.neg(tf.sum<Tensor1D>(tf.mul(tf.exp(logProbabilities), logProbabilities), 1))
}
