/** Picks one trial of a run by flags, or the one that a command is most likely meant for. */
import { AppError } from '@shared/contract/failure'
import type { Trial } from '@shared/domain/run'

export interface TrialChoice {
  readonly method: unknown
  readonly seed: unknown
  /** Taken where it is there; otherwise the first method that is no reference. */
  readonly preferred?: string
}

const references = ['source-only', 'target-oracle']

/** Throws `not-found` naming the flag and what the run holds. */
export function chooseTrial(trials: readonly Trial[], { method, seed, preferred }: TrialChoice): Trial {
  const fits = trials.filter((trial) => (method === undefined || trial.method === method) && (seed === undefined || trial.seed === seed))
  const chosen = fits.find((trial) => trial.method === preferred) ?? fits.find((trial) => !references.includes(trial.method)) ?? fits[0]
  if (chosen !== undefined) return chosen
  const held = trials.map((trial) => `${trial.method} seed ${trial.seed}`).join(', ')
  throw new AppError('not-found', 'This run has no such trial.', `It holds: ${held}.`, method === undefined ? '--seed' : '--method')
}
