/** A penalty that is held back until the network knows something, as IRM and V-REx are trained: its weight and when it sets in. */
import { z } from 'zod'
import type { TrainingPhase } from './trained-session'

/**
 * The default is that of both papers on digits, 190 of 501 steps. DomainBed's 500 of 5,000 steps come as a tenth of a short training
 * before there is anything to hold together: the variance of losses that have barely fallen is noise, and following it unlearns.
 */
export const penaltyFromParam = z.number().min(0).max(0.9).default(0.38).meta({
  title: 'Penalty sets in',
  description:
    'Part of training after which the penalty has its full weight; before, its weight is 1. The papers’ digits: after 190 of 501 steps; DomainBed: 500 of 5,000.',
})

/** Both phases: the optimizer starts afresh with the second, whose loss is another one. */
export function latePenaltyPhases(penaltyFrom: number): readonly TrainingPhase[] {
  return [
    { name: 'before', until: penaltyFrom },
    { name: 'penalty', until: 1 },
  ]
}

/** Weight at training progress p. */
export function latePenaltyAt(
  progress: number,
  { penaltyFrom, weight }: { readonly penaltyFrom: number; readonly weight: number },
): number {
  return progress < penaltyFrom ? Math.min(1, weight) : weight
}
