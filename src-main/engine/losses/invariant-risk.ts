/**
 * The penalty of invariant risk minimisation, IRMv1 (Arjovsky et al. 2019, arXiv:1907.02893): how much a scale of the logits could still
 * win in one environment.
 *
 *   g(R) = d/ds mean −log softmax(s·z)[y] at s = 1  =  mean over rows R of Σₖ (softmax(z)ₖ − [k = y])·zₖ
 *   whole   g(all rows)²
 *   halves  g(rows 0, 2, 4, …)·g(rows 1, 3, 5, …), without bias, possibly negative: the sample code of the paper's appendix
 */
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** logits z [n,K]; y [n] int32; n at least 2 for `halves`. */
export function invariantRiskPenalty(logits: Tensor2D, y: Tensor1D, estimate: 'whole' | 'halves'): Scalar {
  return tf.tidy(() => {
    const [rows, classes] = logits.shape
    const error = tf.sub(tf.softmax(logits), tf.oneHot(y, classes))
    const slopes = tf.sum(tf.mul(error, logits), 1)
    if (estimate === 'whole') return tf.square(tf.mean<Scalar>(slopes))
    const even = tf.tensor1d(Float32Array.from({ length: rows }, (_, row) => 1 - (row % 2)))
    const meanOf = (mask: Tensor1D, count: number): Scalar => tf.div(tf.sum(tf.mul(slopes, mask)), count)
    return tf.mul(meanOf(even, Math.ceil(rows / 2)), meanOf(tf.sub(1, even), Math.floor(rows / 2)))
  })
}
