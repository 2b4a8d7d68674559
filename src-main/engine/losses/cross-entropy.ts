/**
 * Mean cross-entropy of a classifier, with the labels smoothed by ε (Szegedy et al. 2016, section 7):
 *
 *   L = 1/B Σᵢ −Σₖ qᵢₖ·log softmax(zᵢ)ₖ,   qᵢₖ = (1 − ε)·[k = yᵢ] + ε/K
 */
import { softmaxCrossEntropy } from '../backend/ops/softmax-cross-entropy'
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z [B,K] float32; y [B] int32 in [0,K); labelSmoothing ε in [0,1), 0 by default → L in nats. Chance: ln K. */
export function crossEntropy(logits: Tensor2D, y: Tensor1D, { labelSmoothing = 0 }: { readonly labelSmoothing?: number } = {}): Scalar {
  const hard = tf.mean<Scalar>(softmaxCrossEntropy(logits, y))
  if (labelSmoothing === 0) return hard
  const uniform = tf.neg(tf.mean(tf.logSoftmax(logits)))
  return tf.add(tf.mul(hard, 1 - labelSmoothing), tf.mul(uniform, labelSmoothing))
}
