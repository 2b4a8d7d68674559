/**
 * The multi-kernel maximum mean discrepancy of DAN (Long et al., ICML 2015, arXiv:1502.02791, eqs. 1 to 4):
 *
 *   L = MMD²_k(z_s, z_t),  k(x,y) = Σ_α exp(−‖x − y‖²/(2·α·σ²)),  σ² the mean squared distance of the batch, a constant
 *
 * with the estimate of `mean-discrepancy.ts`; the kernels weigh alike (the paper also learns their weights, by a quadratic
 * program outside of the training steps).
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { adaptiveKernels, bandwidthFactors } from './gaussian-kernels'
import { type Estimator, meanDiscrepancy } from './mean-discrepancy'
import { squaredDistances } from './squared-distances'

/** source z_s [n,D], target z_t [m,D] → L. */
export function mkMmd(source: Tensor2D, target: Tensor2D, estimator: Estimator, factors: readonly number[] = bandwidthFactors): Scalar {
  return tf.tidy(() => {
    const rows = tf.concat([source, target], 0)
    const kernel = adaptiveKernels(squaredDistances(rows, rows), factors)
    return meanDiscrepancy(kernel, { n: source.shape[0], m: target.shape[0] }, estimator)
  })
}
