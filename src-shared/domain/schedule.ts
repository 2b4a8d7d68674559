/** Schedules of a training: the curves that are planned, and changes made to their future. */
import { z } from 'zod'

/** A corner of a drawn schedule: training progress from 0 to 1, and the value from there on a straight line to the next. */
export const SchedulePoint = z.strictObject({ progress: z.number().min(0).max(1), value: z.number().min(0).max(1000) })
export type SchedulePoint = z.infer<typeof SchedulePoint>

/** Corners by ascending progress. */
export const SchedulePoints = z
  .array(SchedulePoint)
  .min(1)
  .max(64)
  .refine((points) => points.every((point, at) => at === 0 || point.progress > (points[at - 1]?.progress ?? 0)), {
    message: 'expected points whose progress ascends',
  })

/** One line of a trial's `schedule-edits.jsonl`: from a step on, a schedule follows these corners. */
export const ScheduleEdit = z.object({
  name: z.string().min(1).max(60),
  fromStep: z.number().int().nonnegative(),
  points: SchedulePoints,
})
export type ScheduleEdit = z.infer<typeof ScheduleEdit>

/** A whole schedule as it is planned now, changes included. */
export const ScheduleCurve = z.object({ name: z.string(), progress: z.array(z.number()), value: z.array(z.number()) })
export type ScheduleCurve = z.infer<typeof ScheduleCurve>
