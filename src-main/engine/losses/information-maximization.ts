/**
 * Information maximisation (SHOT; Liang et al. 2020, eq. 3): sure of each sample, and different on different samples.
 *
 *   L = H̄ − D,   H̄ = 1/B Σᵢ −Σₖ pᵢₖ·log(pᵢₖ + ε),   D = −Σₖ p̄ₖ·log(p̄ₖ + ε),   p̄ = 1/B Σᵢ pᵢ
 *
 * with p = softmax(z). The paper has no ε; SHOT's code has ε = 1e-5.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** Only keeps the logarithm of a class that nobody predicts finite. */
const smallest = 1e-30

export interface InformationTerms {
  /** L, in nats, from −ln K to ln K. */
  readonly loss: Scalar
  /** H̄, how unsure predictions are: 0 to ln K. */
  readonly entropy: Scalar
  /** D, how evenly classes are used: 0 to ln K. */
  readonly diversity: Scalar
}

/** logits z [B,K]. */
export function informationMaximization(logits: Tensor2D, { epsilon = 0 }: { readonly epsilon?: number } = {}): InformationTerms {
  const probabilities = tf.softmax(logits)
  const logs = epsilon === 0 ? tf.logSoftmax(logits) : tf.log(tf.add(probabilities, epsilon))
  const entropy = tf.neg(tf.mean<Scalar>(tf.sum(tf.mul(probabilities, logs), 1)))
  const usage = tf.mean(probabilities, 0)
  const diversity = tf.neg(tf.sum<Scalar>(tf.mul(usage, tf.log(tf.maximum(tf.add(usage, epsilon), smallest)))))
  return { loss: tf.sub(entropy, diversity), entropy, diversity }
}
