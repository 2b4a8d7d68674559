/**
 * Supervised contrastive loss (Khosla et al., NeurIPS 2020, arXiv:2004.11362, eq. 2):
 *
 *   L = 1/N Σᵢ −1/|P(i)| Σ_{p∈P(i)} log( exp(fᵢ·f_p/τ) / Σ_{a≠i} exp(fᵢ·f_a/τ) )
 *
 * over all N views of all samples; P(i) are the other views with the label of i. A view without any counts 0 and stays in N. Without
 * labels P(i) are the other views of the same sample, which is SimCLR's loss. The reference code multiplies by τ/0.07, which the paper
 * does not have.
 */
import { type Rank, type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** features [n, views, D], rows of length 1; labels [n] int32 or null. */
export function supervisedContrastive(features: Tensor<Rank.R3>, labels: Tensor1D | null, temperature: number): Scalar {
  return tf.tidy(() => {
    const [samples, views, width] = features.shape
    const count = samples * views
    const rows = tf.reshape<Rank.R2>(features, [count, width])
    const ids = tf.reshape<Rank.R1>(tf.tile(tf.expandDims(labels ?? tf.range(0, samples, 1, 'int32'), 1), [1, views]), [count])
    const others = tf.sub<Tensor2D>(1, tf.eye(count))
    const positives = tf.mul(tf.cast(tf.equal(tf.expandDims(ids, 1), tf.expandDims(ids, 0)), 'float32'), others)
    const scores = tf.div<Tensor2D>(tf.matMul(rows, rows, false, true), temperature)
    // −∞ in place of a view's score with itself would make 0·∞ in the gradient; a far lower one has no weight either.
    const away = tf.logSumExp(tf.add(scores, tf.mul(tf.sub(others, 1), 1e9)), 1, true)
    const each = tf.sum(tf.mul(positives, tf.sub(scores, away)), 1)
    return tf.neg(tf.mean<Scalar>(tf.div(each, tf.maximum(tf.sum(positives, 1), 1))))
  })
}
