/**
 * The squared mean discrepancy under Gaussian kernels of fixed widths (Li et al., MMD-AAE, CVPR 2018, as DomainBed has it):
 *
 *   MMD² = mean k(x,x′) + mean k(y,y′) − 2·mean k(x,y),  k(a,b) = Σ_γ exp(−γ‖a − b‖²)
 *
 * over all pairs, a row with itself included.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { squaredDistances } from './squared-distances'

export const usualGammas = [0.001, 0.01, 0.1, 1, 10, 100, 1000] as const

/** x [n,D], y [m,D]. */
export function fixedKernelDiscrepancy(x: Tensor2D, y: Tensor2D, gammas: readonly number[] = usualGammas): Scalar {
  return tf.tidy(() => {
    const meanKernel = (a: Tensor2D, b: Tensor2D): Scalar => {
      const distances = squaredDistances(a, b)
      return tf.mean(tf.addN(gammas.map((gamma) => tf.exp(tf.mul(distances, -gamma)))))
    }
    return tf.sub(tf.add(meanKernel(x, x), meanKernel(y, y)), tf.mul(meanKernel(x, y), 2))
  })
}
