/** Commands that show the schedules of a trial in training and change what is still to come. */
import { z } from 'zod'
import { FolderId } from '../../domain/ids'
import { ScheduleCurve, ScheduleEdit, SchedulePoints } from '../../domain/schedule'

const TrialRef = z.strictObject({ runId: FolderId, trialId: FolderId })

export const scheduleCommands = {
  /** Every schedule of the trial over all of its training; empty when it is not the one in training. */
  'schedules.planned': { input: TrialRef, output: z.array(ScheduleCurve) },
  /** Changes made to the schedules while the trial trained, in the order they were made. */
  'schedules.edits': { input: TrialRef, output: z.array(ScheduleEdit) },
  /**
   * From the next step on, the schedule follows these corners. Recorded in the trial's folder, so that a resumed run repeats it.
   * Answers with the new plan.
   */
  'schedules.edit': { input: TrialRef.extend({ name: z.string().min(1).max(60), points: SchedulePoints }), output: z.array(ScheduleCurve) },
} as const
