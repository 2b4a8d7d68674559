/**
 * How source and target pass through a network in one training step: one after the other, each normalised with the statistics
 * of its own batch, in all methods that train on both. Running statistics are kept for each domain apart.
 */
import type { Scalar, Tensor2D } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import type { Classifier, Pass } from '../../nn/network'
import type { StepBatch, UnlabelledBatch } from '../method'
import type { TrainingParams } from './training-params'

export const onSource: Pass = { training: true, domain: 'source' }
export const onTarget: Pass = { training: true, domain: 'target' }

/** The batch's target images, which the loop draws for every method with `needs.target: 'unlabelled'`. */
export function targetOf({ target }: StepBatch): UnlabelledBatch {
  if (target === undefined) throw new Error('the batch has no target images')
  return target
}

export interface DomainPasses {
  /** F(x_s) [B,D] */
  readonly sourceFeatures: Tensor2D
  /** G(F(x_s)) [B,K] */
  readonly sourceLogits: Tensor2D
  /** L_y, the mean cross-entropy of the source logits, with the labels smoothed. */
  readonly classLoss: Scalar
  /** F(x_t) [B',D] */
  readonly targetFeatures: Tensor2D
}

/** Both domains through the features, and the source on through the head: what every such objective begins with. */
export function passDomains(
  { features, head }: Classifier,
  batch: StepBatch,
  params: Pick<TrainingParams, 'labelSmoothing'>,
): DomainPasses {
  const { source } = batch
  const sourceFeatures = features.forward(source.x, onSource)
  const sourceLogits = head.forward(sourceFeatures, onSource)
  const classLoss = crossEntropy(sourceLogits, source.y, params)
  const targetFeatures = features.forward(targetOf(batch).x, onTarget)
  return { sourceFeatures, sourceLogits, classLoss, targetFeatures }
}
