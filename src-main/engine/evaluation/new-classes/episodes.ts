/** Few-shot episodes over images whose distances are known: what share of the queries is recognised. */
import type { EpisodeMean } from '@shared/domain/new-classes'
import { tInterval } from '@shared/domain/t-interval'
import type { EpisodeShape, FewShotPlan } from '../../methods/method'

/** Squared distances between all images: [count·count], row-major. */
export interface Distances {
  readonly count: number
  readonly squares: Float32Array
}

/**
 * Share of the queries of one episode that get their own class, in [0,1].
 * rows [ways·(shots + queries)]: class by class, first the support, then the queries.
 *
 * Prototypes need no coordinates: ‖x − mean(s)‖² = mean ‖x − s‖² − ½ mean ‖s − s′‖², over the support s of the class.
 */
export function episodeAccuracy(
  { count, squares }: Distances,
  rows: Int32Array,
  { shots, queries }: Omit<EpisodeShape, 'ways'>,
  compares: FewShotPlan['compares'],
): number {
  const each = shots + queries
  const ways = rows.length / each
  const between = (a: number, b: number): number => squares[rows[a] * count + rows[b]]
  const support = (way: number): number[] => Array.from({ length: shots }, (_, shot) => way * each + shot)
  const spread = Array.from({ length: ways }, (_, way) =>
    compares === 'prototypes' ? meanOver(support(way), (a) => meanOver(support(way), (b) => between(a, b))) / 2 : 0,
  )
  let right = 0
  for (let way = 0; way < ways; way++) {
    for (let query = 0; query < queries; query++) {
      const row = way * each + shots + query
      const distances = Array.from({ length: ways }, (_, other) =>
        compares === 'prototypes'
          ? meanOver(support(other), (one) => between(row, one)) - spread[other]
          : Math.min(...support(other).map((one) => between(row, one))),
      )
      if (distances.indexOf(Math.min(...distances)) === way) right++
    }
  }
  return right / (ways * queries)
}

/** Mean over episodes in percent, with the half width of its 95 % t-interval. shares: at least one, in [0,1]. */
export function episodeMean(shares: readonly number[]): EpisodeMean {
  const { mean, halfWidth } = tInterval(shares.map((share) => 100 * share))
  return { meanPct: mean, ci95Pct: halfWidth ?? 0 }
}

function meanOver(items: readonly number[], value: (item: number) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0) / items.length
}
