/** Which method to take when no target label may be looked at: the validators vote, and where they disagree the app abstains. */
import type { Recommendation, ValidatorVote } from '@shared/domain/comparison'
import type { Validator } from './validators/validator'

export interface Candidate {
  readonly id: string
  readonly label: string
  readonly seeds: number
  /** To recognise classes that were not trained on: no validator here can judge that. */
  readonly newClasses: boolean
  /** Mean over seeds, by validator. */
  readonly validators: Readonly<Record<string, number>>
  /** Known only once the report has read the labels; used for the cost, never for the choice. */
  readonly targetMeanPct: number | null
}

/** Kendall's W that makes an order of the validators more than chance for a handful of methods. */
export const neededAgreement = 0.6

/** The choice looks at validators only; `targetMeanPct` prices it afterwards. */
export function recommend(candidates: readonly Candidate[], validators: readonly Pick<Validator, 'id' | 'label'>[]): Recommendation {
  const fresh = candidates.filter(({ newClasses }) => newClasses)
  const able =
    fresh.length > 0 ? [] : validators.filter(({ id }) => candidates.every((candidate) => Number.isFinite(candidate.validators[id])))
  const best = bestTarget(candidates)
  const votes = able.map(({ id, label }): ValidatorVote => {
    const ranks = ranksOf(candidates.map((candidate) => candidate.validators[id]))
    const choice = candidates[ranks.indexOf(Math.min(...ranks))]
    return { id, label, ranks, choice: choice?.id ?? '', costPoints: costOf(choice, best) }
  })
  const base = { candidates: candidates.map(({ id }) => id), votes }
  const abstain = (reason: string, agreement: number | null): Recommendation => ({
    ...base,
    agreement,
    choice: null,
    reason,
    dissent: [],
    costPoints: null,
  })
  if (fresh.length > 0) {
    return abstain(
      `Validators assume that source and target have the same classes, but ${[...new Set(fresh.map(({ label }) => label))].join(', ')} ${fresh.length === 1 ? 'was' : 'were'} to recognise classes that nothing was trained on. Go by the accuracy on those, over several seeds.`,
      null,
    )
  }
  if (candidates.length < 2)
    return abstain('There is only one method to choose from. Run another one, or leave source-only beside it.', null)
  if (votes.length < 2) return abstain('These runs have no validator scores in common. Run them again to have them measured.', null)
  const agreement = kendallW(votes.map((vote) => vote.ranks))
  const totals = candidates.map((_, index) => votes.reduce((sum, vote) => sum + vote.ranks[index], 0))
  const leaders = candidates.filter((_, index) => totals[index] === Math.min(...totals))
  const [leader] = leaders
  const words = votesInWords(votes, candidates)
  if (agreement < neededAgreement) {
    return abstain(
      `The validators disagree: ${words} (Kendall's W ${agreement.toFixed(2)}, ${neededAgreement.toFixed(2)} needed). More seeds of the methods they name would tell more.`,
      agreement,
    )
  }
  if (leaders.length > 1) return abstain(`${leaders.map(({ label }) => label).join(' and ')} share the best rank: ${words}.`, agreement)
  if (Math.min(...candidates.map(({ seeds }) => seeds)) < 2) {
    return abstain(`${words}, but on one seed only. Run at least three before choosing.`, agreement)
  }
  return {
    ...base,
    agreement,
    choice: leader.id,
    reason: `${words}; over all validators ${leader.label} ranks best (Kendall's W ${agreement.toFixed(2)}). No target label was used.`,
    dissent: votes.filter((vote) => vote.choice !== leader.id).map((vote) => vote.label),
    costPoints: costOf(leader, best),
  }
}

/** Rank 1 for the highest score; equal scores share the mean of their ranks. */
export function ranksOf(scores: readonly number[]): number[] {
  return scores.map((score) => {
    const above = scores.filter((other) => other > score).length
    const equal = scores.filter((other) => other === score).length
    return above + (equal + 1) / 2
  })
}

/**
 * Kendall's coefficient of concordance, with the correction for ties: 12·S / (m²(n³−n) − m·ΣT), T = Σ(t³−t) of each ranking
 * (Kendall & Babington Smith 1939). rankings [m][n]. Where every ranking is one great tie nothing is ordered: 0.
 */
export function kendallW(rankings: readonly (readonly number[])[]): number {
  const judges = rankings.length
  const items = rankings[0].length
  const totals = rankings[0].map((_, item) => rankings.reduce((sum, ranks) => sum + ranks[item], 0))
  const mean = totals.reduce((sum, total) => sum + total, 0) / items
  const spread = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0)
  const ties = rankings.reduce((sum, ranks) => sum + tieSum(ranks), 0)
  const most = judges * judges * (items ** 3 - items) - judges * ties
  return most <= 0 ? 0 : (12 * spread) / most
}

function tieSum(ranks: readonly number[]): number {
  const groups = new Map<number, number>()
  for (const rank of ranks) groups.set(rank, (groups.get(rank) ?? 0) + 1)
  return [...groups.values()].reduce((sum, size) => sum + size ** 3 - size, 0)
}

/** "5 choose DANN, 2 CDAN, 1 Source only". */
function votesInWords(votes: readonly ValidatorVote[], candidates: readonly Candidate[]): string {
  const counted = candidates
    .map(({ id, label }) => ({ label, count: votes.filter((vote) => vote.choice === id).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  return counted
    .map(({ label, count }, index) => (index === 0 ? `${count} of ${votes.length} choose ${label}` : `${count} ${label}`))
    .join(', ')
}

function bestTarget(candidates: readonly Candidate[]): number | null {
  const known = candidates.flatMap(({ targetMeanPct }) => (targetMeanPct === null ? [] : [targetMeanPct]))
  return known.length === candidates.length && known.length > 0 ? Math.max(...known) : null
}

function costOf(chosen: Candidate | undefined, best: number | null): number | null {
  return best === null || chosen === undefined || chosen.targetMeanPct === null ? null : best - chosen.targetMeanPct
}
