/**
 * Knowledge distillation (Hinton, Vinyals & Dean 2015, arXiv:1503.02531, section 2):
 *
 *   L = T²·1/B Σᵢ KL( softmax(tᵢ/T) ‖ softmax(sᵢ/T) )
 *
 * T² keeps the size of the gradient, whatever the temperature.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** student s and teacher t [B,K] logits; the teacher counts as a constant only where the caller detaches it. */
export function distillation(student: Tensor2D, teacher: Tensor2D, temperature: number): Scalar {
  const [s, t] = [tf.logSoftmax(tf.div(student, temperature)), tf.logSoftmax(tf.div(teacher, temperature))]
  const divergence = tf.mean(tf.sum(tf.mul(tf.exp(t), tf.sub(t, s)), 1))
  return tf.mul(divergence, temperature ** 2)
}
