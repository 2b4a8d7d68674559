/**
 * The joint maximum mean discrepancy of JAN (Long et al., ICML 2017, arXiv:1605.06636, eqs. 9 and 10):
 *
 *   L = MMD²_k,  k((f,p),(f',p')) = [Σ_α exp(−‖f − f'‖²/(2·α·σ²))] · exp(−‖p − p'‖²/(2·0.92²))
 *
 * over features f and class probabilities p: kernels of the layers multiply, so that the joint distribution is compared. σ² is
 * the mean squared distance of the batch's features, a constant; 0.92 is the authors' bandwidth of the probabilities.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { adaptiveKernels, bandwidthFactors, gaussianKernel } from './gaussian-kernels'
import { type Estimator, meanDiscrepancy } from './mean-discrepancy'
import { squaredDistances } from './squared-distances'

const probabilitySigma = 0.92

export interface JointRows {
  /** f [n,D] */
  readonly features: Tensor2D
  /** z [n,K]; p = softmax(z). */
  readonly logits: Tensor2D
}

/** source [n,·], target [m,·] → L. */
export function jmmd(source: JointRows, target: JointRows, estimator: Estimator, factors: readonly number[] = bandwidthFactors): Scalar {
  return tf.tidy(() => {
    const features = tf.concat([source.features, target.features], 0)
    const probabilities = tf.softmax(tf.concat([source.logits, target.logits], 0))
    const kernel = tf.mul<Tensor2D>(
      adaptiveKernels(squaredDistances(features, features), factors),
      gaussianKernel(squaredDistances(probabilities, probabilities), probabilitySigma),
    )
    return meanDiscrepancy(kernel, { n: source.features.shape[0], m: target.features.shape[0] }, estimator)
  })
}
