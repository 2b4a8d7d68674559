/**
 * MixStyle (Zhou et al., ICLR 2021, arXiv:2104.02008): each image keeps its content and gets a style between its own and another's.
 *
 *   y = (x − μ)/σ·(λσ + (1 − λ)σ′) + λμ + (1 − λ)μ′
 *
 * μ and σ are mean and √(variance + ε) of each channel over height and width, counted as constants; μ′, σ′ those of the image at `order`.
 * The variance divides by HW as in the paper.
 */
import { detached } from '../backend/detached'
import { type Tensor1D, type Tensor4D, tf } from '../backend/tensorflow'

const epsilon = 1e-6

/** x [B,H,W,C]; lambda [B]; order [B] int32. */
export function mixStyle(x: Tensor4D, { lambda, order }: { readonly lambda: Tensor1D; readonly order: Tensor1D }): Tensor4D {
  return tf.tidy(() => {
    const mean = detached(() => tf.mean<Tensor4D>(x, [1, 2], true))
    const deviation = detached(() => tf.sqrt(tf.add(tf.mean(tf.squaredDifference(x, mean), [1, 2], true), epsilon)) as Tensor4D)
    const own = tf.reshape(lambda, [-1, 1, 1, 1])
    const mixed = (style: Tensor4D) => tf.add(tf.mul(style, own), tf.mul(tf.gather(style, order), tf.sub(1, own)))
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), deviation), mixed(deviation)), mixed(mean))
  })
}
