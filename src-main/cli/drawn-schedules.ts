/** `--schedule NAME=p:v,p:v`: schedules drawn over training progress. */
import { type SchedulePoint, SchedulePoints } from '@shared/domain/schedule'
import { z } from 'zod'

const expected = 'expected NAME=progress:value,…, such as lambda=0:0,0.5:1'

/** By name, the corners by ascending progress from 0 to 1. */
export const drawnSchedules = z.array(z.string()).transform((given, context) => {
  const drawn: Record<string, SchedulePoint[]> = {}
  for (const text of given) {
    const [, name, corners] = /^([A-Za-z]\w*)=(.+)$/.exec(text) ?? []
    const points = SchedulePoints.safeParse(corners?.split(',').map(toPoint))
    if (name === undefined || !points.success) {
      const why = points.error?.issues[0]?.message ?? ''
      context.addIssue({ code: 'custom', message: `${expected}; got "${text}"${name === undefined ? '' : ` (${why})`}` })
    } else drawn[name] = points.data
  }
  return drawn
})

function toPoint(corner: string): { readonly progress: number; readonly value: number } {
  const [progress, value] = corner.split(':')
  return { progress: Number(progress || Number.NaN), value: Number(value || Number.NaN) }
}
