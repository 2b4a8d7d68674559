/**
 * How far two classifiers disagree (Saito et al., MCD, CVPR 2018, arXiv:1712.02560, eq. 2):
 *
 *   L = 1/(nK) Σᵢₖ |p₁ᵢₖ − p₂ᵢₖ|,  p = softmax(z)
 *
 * and the class balance that its authors add on large sets, which is least when all classes are predicted alike often:
 *
 *   B = −1/K Σₖ log(1/n Σᵢ pᵢₖ + ε)
 */
import { detached } from '../backend/detached'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z₁, z₂ [n,K] → L in [0, 2/K]. Where the two agree to the last bit the gradient is 0. */
export function classifierDiscrepancy(first: Tensor2D, second: Tensor2D): Scalar {
  return tf.tidy(() => {
    const difference = tf.sub<Tensor2D>(tf.softmax(first), tf.softmax(second))
    // tfjs gives |x| the slope −1 at 0.
    return tf.mean<Scalar>(
      tf.mul(
        difference,
        detached(() => tf.sign(difference)),
      ),
    )
  })
}

/** logits z [n,K] → B; ε 1e-6 keeps it finite where a class vanishes. */
export function classBalance(logits: Tensor2D, epsilon = 1e-6): Scalar {
  return tf.tidy(() => tf.neg<Scalar>(tf.mean(tf.log(tf.add(tf.mean(tf.softmax(logits), 0), epsilon)))))
}
