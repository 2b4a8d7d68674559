/**
 * Mixup between domains (Zhang et al., ICLR 2018, arXiv:1710.09412; between domains: Yan et al. 2020): images of two domains blended row by
 * row, with both labels.
 *
 *   x = λ·a + (1 − λ)·b,   L = λ·CE(z(x), y_a) + (1 − λ)·CE(z(x), y_b)
 */
import { type Rank, type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'
import { crossEntropy } from './cross-entropy'

export interface MixupSide<R extends Rank> {
  /** [n, …] */
  readonly x: Tensor<R>
  /** [n] int32 */
  readonly y: Tensor1D
}

/** Rows beyond the shorter side are left out. */
export function mixup<R extends Rank>(
  a: MixupSide<R>,
  b: MixupSide<R>,
  { lambda, logitsOf }: { readonly lambda: number | Scalar; logitsOf(x: Tensor<R>): Tensor2D },
): Scalar {
  const rows = Math.min(a.y.shape[0], b.y.shape[0])
  const first = <T extends Tensor>(tensor: T): T => (tensor.shape[0] === rows ? tensor : (tf.slice(tensor, 0, rows) as T))
  const rest = tf.sub<Scalar>(1, lambda)
  const logits = logitsOf(tf.add(tf.mul(first(a.x), lambda), tf.mul(first(b.x), rest)))
  return tf.add(tf.mul(crossEntropy(logits, first(a.y)), lambda), tf.mul(crossEntropy(logits, first(b.y)), rest))
}
