/**
 * The estimates of DAN and JAN as the reference states them, from the engine's own. The reference adds 2/(n−1), a constant of the
 * batch, to the unbiased and the linear one; and at n = 2, where the linear one's neighbours coincide, it counts each pair of
 * rows of different domains once, not twice.
 */
import { type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import type { Estimator } from '../../../losses/mean-discrepancy'

type Functions<Given> = Readonly<Record<string, (given: Given) => Tensor>>

/** `kernel` [2n,2n] over the rows of both domains, and the engine's loss over them by estimator. */
export function referenceDiscrepancies<Given>(
  rows: number,
  loss: (given: Given, estimator: Estimator) => Tensor,
  kernel: (given: Given) => Tensor2D,
): Functions<Given> {
  const constant = 2 / (rows - 1)
  const linear = (given: Given): Tensor => tf.add(loss(given, 'linear'), constant)
  return {
    loss: (given) => tf.add(loss(given, 'unbiased'), constant),
    loss_unbiased: (given) => loss(given, 'unbiased'),
    loss_linear_exact: linear,
    loss_linear: (given) => (rows === 2 ? tf.add(linear(given), crossPairs(kernel(given))) : linear(given)),
    loss_doc_biased: (given) => loss(given, 'biased'),
  }
}

/** ½·[k(s₀,t₁) + k(s₁,t₀)]: half of the cross terms of the linear estimate at n = 2. */
function crossPairs(kernel: Tensor2D): Tensor {
  const weights = tf.tensor2d([0, 0, 0, 0.5, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0], [4, 4])
  return tf.sum(tf.mul(kernel, weights))
}
