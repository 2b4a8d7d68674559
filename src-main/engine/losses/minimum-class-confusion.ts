/**
 * Minimum class confusion (Jin et al., MCC, ECCV 2020, arXiv:1912.03699, eqs. 2 to 8):
 *
 *   P = softmax(z/T),  C = Pᵀ·diag(w)·P,  C̃ₖₗ = Cₖₗ/Σₗ' Cₖₗ',  L = 1/K Σ_{k ≠ l} C̃ₖₗ
 *
 * w the constant weights of `certainty-weights.ts`.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { certaintyWeights } from './certainty-weights'

/** target logits z [B,K], temperature T → L in [0,1). */
export function minimumClassConfusion(logits: Tensor2D, temperature: number): Scalar {
  return tf.tidy(() => {
    const classes = logits.shape[1]
    const probabilities = tf.softmax(tf.div<Tensor2D>(logits, temperature))
    const weighted = tf.mul<Tensor2D>(probabilities, tf.expandDims(certaintyWeights(probabilities), 1))
    const confusion = tf.matMul(weighted, probabilities, true)
    const rates = tf.div(confusion, tf.sum(confusion, 1, true))
    return tf.div<Scalar>(tf.sum(tf.mul(rates, tf.sub(1, tf.eye(classes)))), classes)
  })
}
