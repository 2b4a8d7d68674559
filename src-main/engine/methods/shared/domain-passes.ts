/**
 * How source and target pass through a network in one training step: one after the other, each normalised with the statistics
 * of its own batch, in all methods that train on both. Running statistics are kept for each domain apart.
 */
import type { Pass } from '../../nn/network'
import type { StepBatch, UnlabelledBatch } from '../method'

export const onSource: Pass = { training: true, domain: 'source' }
export const onTarget: Pass = { training: true, domain: 'target' }

/** The batch's target images, which the loop draws for every method with `needs.target: 'unlabelled'`. */
export function targetOf({ target }: StepBatch): UnlabelledBatch {
  if (target === undefined) throw new Error('the batch has no target images')
  return target
}
