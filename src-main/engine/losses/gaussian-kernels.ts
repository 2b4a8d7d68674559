/** Gaussian kernels over a matrix of squared distances: those of the mean discrepancies. */
import { detached } from '../backend/detached'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'

/** The usual five bandwidths of DAN and JAN, as multiples of the mean squared distance. */
export const bandwidthFactors = [0.125, 0.25, 0.5, 1, 2] as const

/** Only keeps rows that all coincide from dividing by zero. */
const smallest = 1e-30

/**
 * kᵢⱼ = Σ_α exp(−dᵢⱼ/(2·σ²_α)),  σ²_α = α·mean of all dᵢⱼ, which counts as a constant.
 * d [N,N] squared distances → [N,N], the number of factors on the diagonal.
 */
export function adaptiveKernels(distances: Tensor2D, factors: readonly number[] = bandwidthFactors): Tensor2D {
  return tf.tidy(() => {
    const scale = detached<Scalar>(() => tf.maximum(tf.mean(distances), smallest))
    const scaled = tf.div<Tensor2D>(distances, scale)
    return tf.addN(factors.map((factor) => tf.exp(tf.mul<Tensor2D>(scaled, -1 / (2 * factor)))))
  })
}

/** kᵢⱼ = exp(−dᵢⱼ/(2·σ²)). d [N,N] squared distances → [N,N]. */
export function gaussianKernel(distances: Tensor2D, sigma: number): Tensor2D {
  return tf.tidy(() => tf.exp(tf.mul<Tensor2D>(distances, -1 / (2 * sigma * sigma))))
}
