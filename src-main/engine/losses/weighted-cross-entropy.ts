/**
 * Cross-entropy in which every sample has a weight, such as an importance w(x) = p_target(x)/p_source(x):
 *
 *   L = 1/B Σᵢ wᵢ·(−log softmax(zᵢ)[yᵢ])
 */
import { softmaxCrossEntropy } from '../backend/ops/softmax-cross-entropy'
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z [B,K]; y [B] int32; w [B] → L in nats. */
export function weightedCrossEntropy(logits: Tensor2D, y: Tensor1D, weights: Tensor1D): Scalar {
  return tf.mean(tf.mul(softmaxCrossEntropy(logits, y), weights))
}
