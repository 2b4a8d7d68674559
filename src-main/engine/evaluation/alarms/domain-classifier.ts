/** The game between features and domain classifier, when one side has won it for too long. */
import type { Alarm } from './alarm'

export interface DomainClassifierEvidence {
  /** Mean accuracy of each full epoch, in percent, oldest first. */
  readonly accuracyPct: readonly number[]
  readonly epochs: number
}

/** The chart's guard zones: above, the domains stay apart; below, the classifier sees nothing and its gradient says nothing. */
export const domainClassifierLimitsPct = { tooEasy: 95, blind: 52 } as const

/** Epochs in a row that are too long: three, or a fifth of the training where that is more. */
export function tooManyEpochs(epochs: number): number {
  return Math.max(3, Math.ceil(epochs / 5))
}

export function findOneSidedGame({ accuracyPct, epochs }: DomainClassifierEvidence): Alarm | null {
  const span = tooManyEpochs(epochs)
  const recent = accuracyPct.slice(-span)
  if (recent.length < span) return null
  const mean = (recent.reduce((sum, value) => sum + value, 0) / span).toFixed(0)
  if (recent.every((value) => value > domainClassifierLimitsPct.tooEasy)) {
    return {
      kind: 'domain-classifier-won',
      level: 'warn',
      text: `The domain classifier has been right ${mean} % of the time for ${span} epochs: the domains stay apart. Raise λ, or let the features learn faster than the classifier.`,
    }
  }
  if (recent.every((value) => value < domainClassifierLimitsPct.blind)) {
    return {
      kind: 'domain-classifier-lost',
      level: 'warn',
      text: `The domain classifier has been at chance (${mean} %) for ${span} epochs: its gradient says nothing any more. Check class accuracy before trusting the map; a lower λ or a stronger classifier tells more.`,
    }
  }
  return null
}
