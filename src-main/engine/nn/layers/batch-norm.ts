/** Batch normalisation with PyTorch's conventions: momentum 0.1 and ε 1e-5 unless another network's are wanted, unbiased running variance. */
import { assign } from '../../backend/assign'
import { fusedBatchNormInference, fusedBatchNormTraining } from '../../backend/ops/fused-batch-norm'
import { type Rank, type Tensor1D, type Tensor2D, type Tensor4D, tf, type Variable } from '../../backend/tensorflow'
import type { Module, Pass } from '../network'
import { createVariable } from '../variables'
import { mixedBatchNorm } from './mixed-batch-norm'
import { showStatistics } from './watch-statistics'

const momentum = 0.1

export interface BatchNormOptions {
  /** Added to the variance under the root; default 1e-5. */
  readonly epsilon?: number
}

/**
 * x [B,C] or [B,H,W,C] → same shape. Training passes use the batch's statistics and move the running ones towards them:
 * running ← (1 − momentum)·running + momentum·batch. Other passes use the running ones, or as much of the batch's as `runningWeight` leaves. Each domain has running statistics of its own, as in
 * domain-specific batch normalisation (Chang et al., CVPR 2019), while scale and offset are shared; a method that knows one
 * domain only leaves the other's alone.
 * Variables: scale [C], offset [C], running-mean [C], running-variance [C], target-running-mean [C], target-running-variance [C].
 */
export function batchNorm<T extends Tensor2D | Tensor4D>(channels: number, { epsilon = 1e-5 }: BatchNormOptions = {}): Module<T, T> {
  const scale = createVariable('scale', tf.ones<Rank.R1>([channels]))
  const offset = createVariable('offset', tf.zeros<Rank.R1>([channels]))
  const running = { source: createStatistics(channels, ''), target: createStatistics(channels, 'target-') }
  const affine = { scale: scale.variable, offset: offset.variable, epsilon }
  return {
    variables: [scale, offset, ...Object.values(running.source), ...Object.values(running.target)],
    forward(x, pass) {
      const { mean, variance } = running[pass.domain ?? 'source']
      return normaliseBatch(x, { affine, momentum, statistics: { mean: mean.variable, variance: variance.variable } }, pass)
    },
  }
}

export interface BatchNormParts {
  /** scale, offset [C]; `epsilon` is added to the variance. */
  readonly affine: Parameters<typeof fusedBatchNormTraining>[1]
  /** Part of the running statistics that a batch replaces. */
  readonly momentum: number
  /** Running statistics [C] of the domain of the pass. */
  readonly statistics: { readonly mean: Variable<Rank.R1>; readonly variance: Variable<Rank.R1> }
}

/** One pass of batch normalisation over variables of the caller's; x [B,C] or [B,H,W,C] → same shape. */
export function normaliseBatch<T extends Tensor2D | Tensor4D>(x: T, { affine, momentum, statistics }: BatchNormParts, pass: Pass): T {
  if (pass.training) {
    const { y, mean, variance } = fusedBatchNormTraining(x, affine)
    moveTowards(statistics.mean, mean, momentum)
    moveTowards(statistics.variance, variance, momentum)
    return y
  }
  const { runningWeight = 1 } = pass
  if (runningWeight === 0) {
    const { y, ...batch } = fusedBatchNormTraining(x, affine)
    showStatistics(affine.scale, batch)
    return y
  }
  if (runningWeight < 1) return mixedBatchNorm(x, { ...affine, ...statistics, runningWeight })
  return fusedBatchNormInference(x, { ...affine, ...statistics })
}

function createStatistics(channels: number, prefix: string) {
  return {
    mean: createVariable(`${prefix}running-mean`, tf.zeros<Rank.R1>([channels]), 'statistic'),
    variance: createVariable(`${prefix}running-variance`, tf.ones<Rank.R1>([channels]), 'statistic'),
  }
}

function moveTowards(running: Variable<Rank.R1>, batch: Tensor1D, part: number): void {
  assign(running, () => tf.add(tf.mul(running, 1 - part), tf.mul(batch, part)))
}
