/** The cells of a sweep laid out as its heat map, for the window and the page alike. */
import type { LabelShift, SweepCell, SweepPlan, SweepResult } from './stream-sweep'

export interface SweepRow {
  readonly labelShift: LabelShift
  /** "δ 0.1" or "mixed". */
  readonly name: string
  /** In the order of the columns; null where nothing was streamed yet. */
  readonly cells: readonly (SweepCell | null)[]
}

export interface SweepGrid {
  /** Batch sizes, ascending. */
  readonly columns: readonly number[]
  /** From well mixed classes down to the longest runs of one class. */
  readonly rows: readonly SweepRow[]
}

export function sweepGrid({
  plan,
  cells,
}: {
  readonly plan: Pick<SweepPlan, 'batches' | 'labelShifts'>
  readonly cells: readonly SweepCell[]
}): SweepGrid {
  const columns = [...new Set(plan.batches)].sort((a, b) => a - b)
  const rows = [...new Set(plan.labelShifts)]
    .sort((a, b) => (b ?? Number.POSITIVE_INFINITY) - (a ?? Number.POSITIVE_INFINITY))
    .map((labelShift) => ({
      labelShift,
      name: labelShift === null ? 'mixed' : `δ ${labelShift}`,
      cells: columns.map((batch) => cells.find((cell) => cell.batch === batch && cell.labelShift === labelShift) ?? null),
    }))
  return { columns, rows }
}

/** One cell to be streamed. */
export type SweepPlace = Pick<SweepCell, 'batch' | 'labelShift'>

/** Large batches first: they are quick, so that the map fills from its calm side. */
export function sweepPlaces({ batches, labelShifts }: Pick<SweepPlan, 'batches' | 'labelShifts'>): SweepPlace[] {
  return [...batches].sort((a, b) => b - a).flatMap((batch) => labelShifts.map((labelShift) => ({ batch, labelShift })))
}

export type CellTone = 'better' | 'worse' | 'same' | 'open'

/** Points of error won or lost at which a cell has its full colour. */
const fullColourPoints = 40
const [faintest, strongest] = [12, 62]

/** How a cell is tinted: by what the method wins or loses against the source model. */
export function cellTone(cell: SweepCell | null): { readonly tone: CellTone; readonly strengthPct: number } {
  if (cell === null) return { tone: 'open', strengthPct: 0 }
  const points = cell.gain.mean
  if (Math.abs(points) < 0.05) return { tone: 'same', strengthPct: faintest }
  const share = Math.min(1, Math.abs(points) / fullColourPoints)
  return { tone: points > 0 ? 'better' : 'worse', strengthPct: Math.round(faintest + share * (strongest - faintest)) }
}

/** "500 of source test images under gaussian-noise 5, seeds 0, 1, 2." */
export function sweepWords({ plan, images }: Pick<SweepResult, 'plan' | 'images'>): string {
  const stacks = plan.stacks
    .filter((stack) => stack.length > 0)
    .map((stack) => stack.map(({ kind, severity }) => `${kind} ${severity}`).join(' + '))
  const under = stacks.length === 0 ? 'as they are' : `under ${stacks.join(', then ')}`
  return `At most ${plan.images} of the ${images} ${under}; ${plan.seeds.length === 1 ? `seed ${plan.seeds[0]}` : `seeds ${plan.seeds.join(', ')}`}.`
}
