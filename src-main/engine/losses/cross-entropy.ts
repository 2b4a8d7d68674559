/**
 * Mean cross-entropy of a classifier:
 *
 *   L = 1/B Σᵢ −log softmax(zᵢ)[yᵢ]
 */
import { softmaxCrossEntropy } from '../backend/ops/softmax-cross-entropy'
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z [B,K] float32; y [B] int32 in [0,K) → L in nats. Chance: ln K. */
export function crossEntropy(logits: Tensor2D, y: Tensor1D): Scalar {
  return tf.mean<Scalar>(softmaxCrossEntropy(logits, y))
}
