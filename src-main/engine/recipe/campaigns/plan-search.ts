/**
 * The variants of a search, round by round. Random search takes points of the space and trains all to the end. Successive halving
 * (Jamieson & Talwalkar, AISTATS 2016) trains all for a part of the epochs, then the best third three times as long, and so on:
 * with n points and η = 3 there are ⌊log₃ n⌋ + 1 rounds.
 */
import type { SearchPlan, Variant } from '@shared/domain/campaign'
import type { RunRequest } from '@shared/domain/run'
import { createRandom } from '../../nn/random'
import { drawSample } from './search-space'

const eta = 3

export interface SearchContext {
  readonly request: RunRequest
  readonly knows: (name: string) => boolean
  /** Training images of the source. */
  readonly images: number
}

/** The first round. Equal plans draw equal points. */
export function planSearch(plan: SearchPlan, { request, knows, images }: SearchContext): Variant[] {
  const random = createRandom(`search/${plan.seed}`)
  const epochs = roundEpochs(plan, request.epochs, 0)
  return Array.from({ length: plan.trials }, (_, at): Variant => {
    const { batch, settings } = drawSample(random.fork(String(at)), knows, images)
    return {
      id: `trial-${at + 1}`,
      label: `trial ${at + 1}`,
      against: null,
      factor: null,
      change: { batch, settings },
      values: { batch, ...settings },
      epochs,
      rung: 0,
      status: 'waits',
      runId: null,
      outcome: null,
      note: '',
    }
  })
}

/** Rounds of a plan: one of a random search. */
export function roundsOf({ strategy, trials }: SearchPlan): number {
  return strategy === 'random' ? 1 : Math.floor(Math.log(trials) / Math.log(eta) + 1e-9) + 1
}

/** Epochs of a round: all in the last one, a third of the next one's before it, at least one. */
export function roundEpochs(plan: SearchPlan, epochs: number, rung: number): number {
  return Math.max(1, Math.round(epochs / eta ** (roundsOf(plan) - 1 - rung)))
}

/** Passes over the source of all rounds, for one seed. */
export function searchEpochs(plan: SearchPlan, epochs: number): number {
  let [sum, left] = [0, plan.trials]
  for (let rung = 0; rung < roundsOf(plan); rung++) {
    sum += left * roundEpochs(plan, epochs, rung)
    left = Math.max(1, Math.floor(left / eta))
  }
  return sum
}

/**
 * After a round: the best third goes on, the others are dropped. Null while the round is not over, or where it was the last.
 * Failed variants never go on.
 */
export function nextRound(plan: SearchPlan, variants: readonly Variant[], epochs: number): Variant[] | null {
  const rung = Math.max(...variants.map((variant) => variant.rung))
  const round = variants.filter((variant) => variant.rung === rung)
  if (round.some(({ status }) => status === 'waits' || status === 'running') || rung + 1 >= roundsOf(plan)) return null
  const ranked = round.filter(({ outcome }) => outcome !== null).sort((a, b) => scoreOf(b) - scoreOf(a))
  const going = ranked.slice(0, Math.max(1, Math.floor(round.length / eta)))
  if (going.length === 0) return null
  const dropped = new Set(ranked.slice(going.length).map(({ id }) => id))
  return [
    ...variants.map((variant) =>
      dropped.has(variant.id)
        ? { ...variant, status: 'dropped' as const, note: `Not among the best ${going.length} after ${variant.epochs} epochs.` }
        : variant,
    ),
    ...going.map(
      (variant): Variant => ({
        ...variant,
        id: `${variant.id.replace(/-round-\d+$/, '')}-round-${rung + 2}`,
        epochs: roundEpochs(plan, epochs, rung + 1),
        rung: rung + 1,
        status: 'waits',
        runId: null,
        outcome: null,
      }),
    ),
  ]
}

export function scoreOf({ outcome }: Variant): number {
  return outcome?.objective.mean ?? Number.NEGATIVE_INFINITY
}
