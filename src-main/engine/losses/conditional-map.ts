/**
 * The multilinear map that shows CDAN's discriminator features and predictions together (Long et al., NeurIPS 2018,
 * arXiv:1705.10667, eqs. 4 and 6):
 *
 *   outer        T⊗(f,p)[c·D + j] = p_c·f_j
 *   randomised   T⊙(f,p) = (f·R_f) ⊙ (p·R_g)/√d   with fixed normal matrices R_f [D,d], R_g [K,d]
 *
 * the second in place of the first where D·K is large: its inner products have those of the first as their mean.
 */
import { type Tensor2D, tf } from '../backend/tensorflow'

export interface RandomMatrices {
  /** R_f [D,d] */
  readonly features: Tensor2D
  /** R_g [K,d] */
  readonly predictions: Tensor2D
}

/** f [B,D], p [B,K] → [B,K·D]. */
export function outerMap(f: Tensor2D, p: Tensor2D): Tensor2D {
  const [rows, width] = f.shape
  return tf.tidy(() => tf.reshape(tf.mul(tf.expandDims(p, 2), tf.expandDims(f, 1)), [rows, p.shape[1] * width]))
}

/** f [B,D], p [B,K] → [B,d]. */
export function randomisedMap(f: Tensor2D, p: Tensor2D, { features, predictions }: RandomMatrices): Tensor2D {
  return tf.tidy(() => tf.div(tf.mul(tf.matMul(f, features), tf.matMul(p, predictions)), Math.sqrt(features.shape[1])))
}
