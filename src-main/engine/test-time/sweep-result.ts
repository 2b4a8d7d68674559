/** Turns the streams of a sweep into its map: a cell a batch size and label shift, and where the method breaks in words. */
import type { LabelShift, SweepCell, SweepLine, SweepPlan } from '@shared/domain/stream-sweep'
import { tInterval } from '@shared/domain/t-interval'

/** Rows of label shifts from the strongest to the mildest, each from the smallest batch to the largest; cells without a line are left out. */
export function sweepMap({ batches, labelShifts }: Pick<SweepPlan, 'batches' | 'labelShifts'>, lines: readonly SweepLine[]): SweepCell[] {
  const columns = [...new Set(batches)].sort((a, b) => a - b)
  return strongestFirst(labelShifts).flatMap((labelShift) => columns.flatMap((batch) => cellOf({ batch, labelShift }, lines) ?? []))
}

/** Ascending concentrations; well mixed classes last. */
export function strongestFirst(labelShifts: readonly LabelShift[]): LabelShift[] {
  return [...new Set(labelShifts)].sort((a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
}

function cellOf({ batch, labelShift }: Pick<SweepCell, 'batch' | 'labelShift'>, lines: readonly SweepLine[]): SweepCell | null {
  const own = lines.filter((line) => line.batch === batch && line.labelShift === labelShift)
  if (own.length === 0) return null
  return {
    batch,
    labelShift,
    seeds: own.map(({ seed }) => seed),
    error: tInterval(own.map(({ errorPct }) => errorPct)),
    sourceError: tInterval(own.map(({ sourceErrorPct }) => sourceErrorPct)),
    gain: tInterval(own.map(({ errorPct, sourceErrorPct }) => sourceErrorPct - errorPct)),
    collapsedPct: own.reduce((sum, { collapsedPct }) => sum + collapsedPct, 0) / own.length,
  }
}

/** Sentences about finished cells; empty where there are none. */
export function sweepFindings(label: string, cells: readonly SweepCell[]): string[] {
  if (cells.length === 0) return []
  const worse = cells.filter(({ gain }) => gain.mean < 0)
  const equal = cells.filter(({ gain }) => gain.mean === 0)
  const [worst] = [...cells].sort((a, b) => a.gain.mean - b.gain.mean)
  const best = [...cells].sort((a, b) => a.gain.mean - b.gain.mean)[cells.length - 1]
  const counted = `${label} is better than the source model in ${cells.length - worse.length - equal.length} of ${cells.length} cells, as good in ${equal.length} and worse in ${worse.length}.`
  return [
    counted,
    ...(best.gain.mean > 0 ? [`Most gained: ${placeOf(best)}.`] : []),
    ...(worst.gain.mean < 0 ? [`Most lost: ${placeOf(worst)}.`] : []),
    ...breakingPoints(label, cells),
  ]
}

function placeOf({ batch, labelShift, error, sourceError }: SweepCell): string {
  return `batch ${batch}, ${shiftWords(labelShift)}: error ${error.mean.toFixed(1)} % against ${sourceError.mean.toFixed(1)} %`
}

/** "classes mixed" or "δ 0.1". */
export function shiftWords(labelShift: LabelShift): string {
  return labelShift === null ? 'classes mixed' : `δ ${labelShift}`
}

/** Along the edge with the mildest label shift and the one with the largest batch. */
function breakingPoints(label: string, cells: readonly SweepCell[]): string[] {
  const mildest = strongestFirst(cells.map(({ labelShift }) => labelShift)).slice(-1)[0]
  const largest = Math.max(...cells.map(({ batch }) => batch))
  const byBatch = cells.filter(({ labelShift }) => labelShift === mildest).sort((a, b) => b.batch - a.batch)
  const byShift = strongestFirst(cells.map(({ labelShift }) => labelShift))
    .reverse()
    .flatMap((shift) => cells.find(({ batch, labelShift }) => batch === largest && labelShift === shift) ?? [])
  const small = lastThatHolds(byBatch)
  const sorted = lastThatHolds(byShift)
  return [
    ...(small === null
      ? []
      : [`With ${shiftWords(mildest)} ${label} does no harm down to batch ${small.last.batch} and breaks at ${small.next.batch}.`]),
    ...(sorted === null
      ? []
      : [
          `At batch ${largest} it does no harm down to ${shiftWords(sorted.last.labelShift)} and breaks at ${shiftWords(sorted.next.labelShift)}.`,
        ]),
  ]
}

/** From the calm side on: the last cell that is no worse than the source model, and the next, which is; null without such a border. */
function lastThatHolds(cells: readonly SweepCell[]): { readonly last: SweepCell; readonly next: SweepCell } | null {
  const at = cells.findIndex(({ gain }) => gain.mean < 0)
  return at > 0 ? { last: cells[at - 1], next: cells[at] } : null
}
