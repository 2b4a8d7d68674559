/**
 * The margin disparity of MDD (Zhang et al., ICML 2019, arXiv:1904.05801, eqs. 27 to 30), which its adversarial head makes large
 * and its features make small:
 *
 *   L = target − γ·source
 *   source = 1/n Σᵢ −log softmax(a_sᵢ)[hᵢ]
 *   target = 1/m Σⱼ  log min(1 − softmax(a_tⱼ)[hⱼ] + ε, 1)
 *
 * a the adversarial head's logits, h the main head's choice (argmax, no gradient). ε = 1e-6 keeps the logarithm finite; the
 * paper has none.
 */
import { detached } from '../backend/detached'
import { softmaxCrossEntropy } from '../backend/ops/softmax-cross-entropy'
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

export interface HeadLogits {
  /** z [n,K] of the main head. */
  readonly main: Tensor2D
  /** a [n,K] of the adversarial head. */
  readonly adversarial: Tensor2D
}

export interface MarginDisparity {
  readonly source: Scalar
  readonly target: Scalar
  readonly total: Scalar
}

/** source [n,·], target [m,·], margin factor γ → L and its two terms. */
export function marginDisparity(
  { source, target }: { readonly source: HeadLogits; readonly target: HeadLogits },
  { gamma, epsilon = 1e-6 }: { readonly gamma: number; readonly epsilon?: number },
): MarginDisparity {
  const ofSource = tf.mean<Scalar>(softmaxCrossEntropy(source.adversarial, choices(source.main)))
  const ofTarget = tf.mean<Scalar>(logOfRest(target.adversarial, choices(target.main), epsilon))
  return { source: ofSource, target: ofTarget, total: tf.sub(ofTarget, tf.mul(ofSource, gamma)) }
}

function choices(logits: Tensor2D): Tensor1D {
  return detached(() => tf.argMax<Tensor1D>(logits, 1))
}

/** log min(1 − softmax(a)[h] + ε, 1); the probability left over is summed, so that none of it is lost to rounding. */
function logOfRest(logits: Tensor2D, chosen: Tensor1D, epsilon: number): Tensor1D {
  return tf.tidy(() => {
    const others = detached(() => tf.sub<Tensor2D>(1, tf.oneHot(chosen, logits.shape[1])))
    const rest = tf.sum<Tensor1D>(tf.mul(tf.softmax(logits), others), 1)
    return tf.log(tf.minimum(tf.add<Tensor1D>(rest, epsilon), 1))
  })
}
