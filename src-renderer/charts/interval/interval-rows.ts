/** What an interval plot shows: a mean with its 95 % interval and the seeds behind it, one row each. */

export interface IntervalRow {
  readonly id: string
  readonly label: string
  /** Small line under the label: "adversarial", "no adaptation". */
  readonly note?: string
  /** Null while the figure is sealed or missing; the row then says `absent`. */
  readonly mean: number | null
  /** Half width of the 95 % interval; null with one seed, which draws no bar. */
  readonly half: number | null
  readonly seeds: readonly { readonly seed: number; readonly value: number }[]
  /** `focus`: the row in focus; `bad`: worse than the reference; anything else is grey. */
  readonly tone?: 'focus' | 'bad' | 'quiet'
  /** Words in place of the figures when `mean` is null. */
  readonly absent?: string
  /** Further right-aligned cells, one a title in `columns`. */
  readonly cells?: readonly string[]
}

/** "73.1 ± 6.8"; with one seed "73.1, 1 seed". */
export const intervalText = (row: Pick<IntervalRow, 'mean' | 'half' | 'seeds'>): string =>
  row.mean === null
    ? ''
    : row.half === null
      ? `${row.mean.toFixed(1)}, ${row.seeds.length === 1 ? '1 seed' : 'no interval'}`
      : `${row.mean.toFixed(1)} ± ${row.half.toFixed(1)}`

/** Best first, rows without a mean last, ties in the given order. */
export const byMean = (rows: readonly IntervalRow[]): readonly IntervalRow[] =>
  [...rows].sort((a, b) => (b.mean ?? Number.NEGATIVE_INFINITY) - (a.mean ?? Number.NEGATIVE_INFINITY))
