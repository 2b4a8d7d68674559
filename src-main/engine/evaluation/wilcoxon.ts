/** Wilcoxon's signed-rank test for paired figures (Wilcoxon 1945): is one method better than another over the same seeds? */
import { normalTail } from './normal-tail'

export type WilcoxonMethod = 'exact' | 'approx' | 'approx-corrected'

export interface WilcoxonResult {
  /** min(W+, W−), the smaller sum of ranks. */
  readonly statistic: number
  /** Sum of the ranks of positive differences. */
  readonly positive: number
  /** Differences that are not zero. */
  readonly count: number
  readonly method: WilcoxonMethod
  readonly pValue: number
}

export interface WilcoxonOptions {
  /** Left out: exact up to 50 differences, up to 13 where there are ties or zeros, else the normal approximation. */
  readonly method?: WilcoxonMethod
  /** `greater`: the differences are positive. */
  readonly alternative?: 'two-sided' | 'greater'
}

/**
 * Differences of zero are dropped, equal magnitudes share the mean of their ranks. `exact` counts all 2ⁿ assignments of signs
 * to the ranks that are there, so it stays exact with ties; the approximations correct their variance for ties.
 * differences [n] of any unit. Where all are zero there is nothing to test: p is 1.
 */
export function wilcoxon(differences: readonly number[], { method, alternative = 'two-sided' }: WilcoxonOptions = {}): WilcoxonResult {
  const nonZero = differences.filter((value) => value !== 0)
  const count = nonZero.length
  const { doubled, ties } = doubledRanks(nonZero)
  const positive = nonZero.reduce((sum, value, index) => sum + (value > 0 ? doubled[index] / 2 : 0), 0)
  const total = (count * (count + 1)) / 2
  const clean = ties === 0 && count === differences.length
  const chosen = method ?? (differences.length <= (clean ? 50 : 13) ? 'exact' : 'approx')
  const result = { statistic: Math.min(positive, total - positive), positive, count, method: chosen }
  if (count === 0) return { ...result, pValue: 1 }
  const upper = chosen === 'exact' ? exactTail(doubled, 2 * positive) : approximateTail(result, { total, ties, alternative })
  if (alternative === 'greater') return { ...result, pValue: upper }
  const lower = chosen === 'exact' ? exactTail(doubled, 2 * (total - positive)) : 1 - upper
  return { ...result, pValue: Math.min(1, 2 * Math.min(upper, lower)) }
}

/** Ranks of the magnitudes, times two so that shared ranks stay whole; `ties` is Σ(t³−t) over groups of equal magnitude. */
function doubledRanks(values: readonly number[]): { doubled: Int32Array; ties: number } {
  const order = [...values.keys()].sort((a, b) => Math.abs(values[a]) - Math.abs(values[b]))
  const doubled = new Int32Array(values.length)
  let ties = 0
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && Math.abs(values[order[end]]) === Math.abs(values[order[start]])) end++
    for (let at = start; at < end; at++) doubled[order[at]] = start + 1 + end
    ties += (end - start) ** 3 - (end - start)
    start = end
  }
  return { doubled, ties }
}

/** P(sum of randomly signed ranks ≥ observed), by the distribution of all sign patterns, rank by rank. */
function exactTail(doubled: Int32Array, observed: number): number {
  let chances = new Float64Array([1])
  for (const rank of doubled) {
    const next = new Float64Array(chances.length + rank)
    for (let sum = 0; sum < chances.length; sum++) {
      next[sum] += chances[sum] / 2
      next[sum + rank] += chances[sum] / 2
    }
    chances = next
  }
  return Math.min(
    1,
    chances.subarray(Math.round(observed)).reduce((sum, chance) => sum + chance, 0),
  )
}

function approximateTail(
  { positive, count, method }: Pick<WilcoxonResult, 'positive' | 'count' | 'method'>,
  { total, ties, alternative }: { readonly total: number; readonly ties: number; readonly alternative: 'two-sided' | 'greater' },
): number {
  const deviation = Math.sqrt((count * (count + 1) * (2 * count + 1) - ties / 2) / 24)
  const distance = positive - total / 2
  const correction = method === 'approx-corrected' ? 0.5 * (alternative === 'greater' ? 1 : Math.sign(distance)) : 0
  return normalTail((distance - correction) / deviation)
}
