/** The game between features and domain classifier, when one side has won it for too long. */
import type { Alarm } from './alarm'

export interface DomainClassifierEvidence {
  /** Mean accuracy from each checkpoint to the next, in percent, oldest first. */
  readonly accuracyPct: readonly number[]
  /** Of the whole training. */
  readonly epochs: number
  /** From one checkpoint to the next. */
  readonly epochsBetween: number
}

/** The chart's guard zones: above, the domains stay apart; below, the classifier sees nothing and its gradient says nothing. */
export const domainClassifierLimitsPct = { tooEasy: 95, blind: 52 } as const

/** Checkpoints in a row that are too many: three, or a fifth of the training where that is more. */
export function tooManyCheckpoints(epochs: number, epochsBetween: number): number {
  return Math.max(3, Math.ceil(epochs / epochsBetween / 5))
}

export function findOneSidedGame({ accuracyPct, epochs, epochsBetween }: DomainClassifierEvidence): Alarm | null {
  const span = tooManyCheckpoints(epochs, epochsBetween)
  const lasting = span * epochsBetween
  const recent = accuracyPct.slice(-span)
  if (recent.length < span) return null
  const mean = (recent.reduce((sum, value) => sum + value, 0) / span).toFixed(0)
  if (recent.every((value) => value > domainClassifierLimitsPct.tooEasy)) {
    return {
      kind: 'domain-classifier-won',
      level: 'warn',
      text: `The domain classifier has been right ${mean} % of the time for ${lasting} epochs: the domains stay apart. Raise λ, or let the features learn faster than the classifier.`,
    }
  }
  if (recent.every((value) => value < domainClassifierLimitsPct.blind)) {
    return {
      kind: 'domain-classifier-lost',
      level: 'warn',
      text: `The domain classifier has been at chance (${mean} %) for ${lasting} epochs: its gradient says nothing any more. Check class accuracy before trusting the map; a lower λ or a stronger classifier tells more.`,
    }
  }
  return null
}
