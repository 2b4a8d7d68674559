/** Batch normalisation between the source's statistics and the batch's (Schneider et al., NeurIPS 2020, arXiv:2006.16971, eq. 4). */
import { fusedBatchNormInference, fusedBatchNormTraining } from '../../backend/ops/fused-batch-norm'
import { type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import { showStatistics } from './watch-statistics'

export interface MixedBatchNormOptions {
  /** [C] each. */
  readonly scale: Tensor1D
  readonly offset: Tensor1D
  /** [C] running statistics. */
  readonly mean: Tensor1D
  readonly variance: Tensor1D
  readonly epsilon: number
  /** w in [0,1]; the paper's N/(N+n). */
  readonly runningWeight: number
}

/**
 * y = (x − μ)/√(σ² + ε)·scale + offset with μ = w·mean + (1−w)·batch mean, σ² likewise with the batch's unbiased variance.
 * x [B,C] or [B,H,W,C] → same shape. The statistics count as constants: no gradient flows through them, as in the usual
 * implementations, which write them into the running buffers.
 */
export function mixedBatchNorm<T extends Tensor2D | Tensor4D>(x: T, options: MixedBatchNormOptions): T {
  const { runningWeight: weight, mean, variance, ...affine } = options
  return tf.tidy(() => {
    const batch = fusedBatchNormTraining(x, affine)
    showStatistics(affine.scale, batch)
    const mix = (running: Tensor1D, own: Tensor1D): Tensor1D => tf.add(tf.mul(running, weight), tf.mul(own, 1 - weight))
    return fusedBatchNormInference(x, { ...affine, mean: mix(mean, batch.mean), variance: mix(variance, batch.variance) })
  })
}
