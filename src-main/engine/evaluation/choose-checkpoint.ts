/** Which checkpoint of a trial to take when no target label may be looked at: each validator names an epoch, and where they lie far apart the last one is kept. */
import type { CheckpointChoice, CheckpointScores } from '@shared/domain/scored-checkpoint'
import type { Validator } from './validators/validator'

/** Part of the validators that must lie close together. */
export const neededShare = 0.75

/** What counts as close, as a part of the training; checkpoints that are scored next to each other always do. */
export const closePart = 0.1

export interface ScoredTrial {
  /** Ascending by epoch; the last one is what results are of. */
  readonly scores: readonly CheckpointScores[]
  /** Target accuracy at each of them, in percent; null while no label has been read. Prices a choice, makes none. */
  readonly accuraciesPct: readonly number[] | null
}

type Named = Pick<Validator, 'id' | 'label'>

/** The epoch that most validators lie close to, if enough do; the last one where it is close to that too. */
export function chooseCheckpoint(
  { scores, accuraciesPct }: ScoredTrial,
  validators: readonly Named[],
): Omit<CheckpointChoice, 'of' | 'seed'> {
  const epochs = scores.map(({ epoch }) => epoch)
  const lastEpoch = epochs[epochs.length - 1] ?? 0
  const costAt = costsOf(epochs, accuraciesPct)
  const chosen = validators.flatMap(({ id, label }) => {
    const epoch = bestEpoch(scores, id)
    return epoch === null ? [] : [{ id, label, epoch }]
  })
  const { choice, reason } = decide(chosen, epochs)
  return {
    lastEpoch,
    votes: chosen.map((vote) => ({ ...vote, costPoints: costAt(vote.epoch) })),
    choice,
    reason,
    costPoints: choice === null ? null : costAt(choice),
    lastCostPoints: costAt(lastEpoch),
  }
}

/** Where a validator is highest, the latest of equal ones; null where it has not scored every checkpoint. */
function bestEpoch(scores: readonly CheckpointScores[], id: string): number | null {
  if (!scores.every(({ validators }) => Number.isFinite(validators[id]))) return null
  const best = Math.max(...scores.map(({ validators }) => validators[id]))
  return scores.findLast(({ validators }) => validators[id] === best)?.epoch ?? null
}

function decide(votes: readonly { readonly epoch: number }[], epochs: readonly number[]): Pick<CheckpointChoice, 'choice' | 'reason'> {
  const last = epochs[epochs.length - 1]
  const keep = (why: string): Pick<CheckpointChoice, 'choice' | 'reason'> => ({ choice: null, reason: `Keep the last: ${why}.` })
  if (epochs.length < 2) return keep('there are no two scored checkpoints to choose from')
  if (votes.length < 2) return keep('fewer than two validators scored every checkpoint')
  const close = Math.max(closePart * last, ...epochs.slice(1).map((epoch, index) => epoch - epochs[index]))
  const near = (epoch: number): number => votes.filter((vote) => Math.abs(vote.epoch - epoch) <= close).length
  const chosen = votes.map(({ epoch }) => epoch).sort((a, b) => b - a)
  // The latest of equally backed epochs: only a clear case is one against the last.
  const middle = chosen.reduce((best, epoch) => (near(epoch) > near(best) ? epoch : best))
  const backed = `${near(middle)} of ${votes.length} validators`
  const reach = Number(close.toFixed(1))
  if (near(middle) < neededShare * votes.length) {
    return keep(
      `validators choose epochs from ${chosen[chosen.length - 1]} to ${chosen[0]}; no more than ${backed} lie within ${reach === 1 ? '1 epoch' : `${reach} epochs`} of one of them`,
    )
  }
  if (last - middle <= close) {
    return {
      choice: last,
      reason: `${backed} choose within ${reach} of epoch ${middle}; the last, ${last}, is as near.`,
    }
  }
  return { choice: middle, reason: `${backed} choose within ${reach} of epoch ${middle} of ${last}.` }
}

/** Points under the best scored checkpoint, by epoch. */
function costsOf(epochs: readonly number[], accuraciesPct: ScoredTrial['accuraciesPct']): (epoch: number) => number | null {
  if (accuraciesPct === null || accuraciesPct.length !== epochs.length) return () => null
  const best = Math.max(...accuraciesPct)
  return (epoch) => {
    const at = epochs.indexOf(epoch)
    return at < 0 ? null : best - accuraciesPct[at]
  }
}
