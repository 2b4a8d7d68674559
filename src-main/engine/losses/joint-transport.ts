/**
 * The loss of DeepJDOT (Damodaran et al., ECCV 2018, arXiv:1803.10081, eqs. 6 and 7):
 *
 *   L = Σᵢⱼ γᵢⱼ·Mᵢⱼ,  Mᵢⱼ = α·‖f_sᵢ − f_tⱼ‖² + λ·(−log softmax(z_tⱼ)[y_sᵢ])
 *
 * γ the coupling of least cost under M with uniform marginals (`coupling/uniform-coupling.ts`), held constant.
 */
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'
import { squaredDistances } from './squared-distances'

export interface TransportSides {
  /** f_s [n,D], y_s [n] int32 in [0,K). */
  readonly source: { readonly features: Tensor2D; readonly y: Tensor1D }
  /** f_t [m,D], z_t [m,K]. */
  readonly target: { readonly features: Tensor2D; readonly logits: Tensor2D }
}

export interface TransportWeights {
  /** Weight of the feature distance. */
  readonly alpha: number
  /** Weight of the label loss. */
  readonly lambda: number
}

/** M [n,m]. Differentiable in the features and the logits. */
export function transportCost({ source, target }: TransportSides, { alpha, lambda }: TransportWeights): Tensor2D {
  return tf.tidy(() => {
    const labels = tf.cast(tf.oneHot(source.y, target.logits.shape[1]), 'float32') as Tensor2D
    const labelLoss = tf.neg(tf.matMul(labels, tf.logSoftmax(target.logits), false, true))
    return tf.add<Tensor2D>(tf.mul(squaredDistances(source.features, target.features), alpha), tf.mul(labelLoss, lambda))
  })
}

/** coupling γ [n,m], cost M [n,m] → L. */
export function jointTransport(coupling: Tensor2D, cost: Tensor2D): Scalar {
  return tf.tidy(() => tf.sum<Scalar>(tf.mul(coupling, cost)))
}
