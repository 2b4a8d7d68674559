/** The schedules of a run as they were drawn, to be trained with again: those it was asked for, and those changed while it trained. */

import type { RunRequest } from '@shared/domain/run'
import type { ScheduleEdit, SchedulePoint } from '@shared/domain/schedule'
import type { TrialMetrics } from '../../stores/fold-run-event'

/** Corners kept of what was trained before the last change; a drawn schedule has 64 at most. */
const pastCorners = 40

/**
 * Up to its last change a schedule is as it was recorded, from there on as it was drawn. `edits` of one trial in the order they were
 * made; `recorded` of the same trial.
 */
export function drawnSchedules(
  { schedules, epochs }: Pick<RunRequest, 'schedules' | 'epochs'>,
  edits: readonly ScheduleEdit[],
  recorded: TrialMetrics | undefined,
): RunRequest['schedules'] {
  const drawn = new Map<string, SchedulePoint[]>(Object.entries(schedules))
  for (const { name, points } of edits) {
    const from = points[0]?.progress ?? 0
    const past = (recorded?.[name]?.epoch ?? []).flatMap((epoch, at): SchedulePoint[] => {
      const progress = epoch / epochs
      return progress < from ? [{ progress, value: recorded?.[name]?.value[at] ?? 0 }] : []
    })
    drawn.set(name, [...thinned(past), ...points])
  }
  return Object.fromEntries(drawn)
}

/** First and last kept, evenly between; a point that repeats the one before says nothing. */
function thinned(points: readonly SchedulePoint[]): SchedulePoint[] {
  const every = Math.max(1, Math.ceil(points.length / (pastCorners - 1)))
  return points.filter(
    ({ progress }, at) => (at % every === 0 || at === points.length - 1) && (at === 0 || progress > (points[at - 1]?.progress ?? 0)),
  )
}
