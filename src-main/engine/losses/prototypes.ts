/**
 * Prototypical networks (Snell, Swersky & Zemel, NeurIPS 2017, arXiv:1703.05175): a class is the mean of its embedded examples.
 *
 *   c_k = mean of the support rows of class k,   z_k(x) = −‖x − c_k‖²
 */
import { type Rank, type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { squaredDistances } from './squared-distances'

/** support [K, shots, D]; queries [n, D] → logits [n, K]. */
export function prototypeLogits(support: Tensor<Rank.R3>, queries: Tensor2D): Tensor2D {
  return tf.neg(squaredDistances(queries, tf.mean<Tensor2D>(support, 1)))
}
