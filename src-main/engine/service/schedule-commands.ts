/** Handlers of the commands that show and change the schedules of a trial in training. */
import type { scheduleCommands } from '@shared/contract/parts/schedules'
import type { Handlers } from '@shared/rpc/types'
import type { RunManager } from './run-manager'

interface Scheduling {
  readonly commands: typeof scheduleCommands
  readonly events: Readonly<Record<never, never>>
}

export function createScheduleHandlers(runs: Pick<RunManager, 'plannedSchedules' | 'editSchedule' | 'find'>): Handlers<Scheduling> {
  return {
    'schedules.planned': ({ runId, trialId }) => runs.plannedSchedules(runId, trialId),
    'schedules.edits': async ({ runId, trialId }) => (await runs.find(runId)).folder.trial(trialId).readScheduleEdits(),
    'schedules.edit': ({ runId, trialId, name, points }) => runs.editSchedule({ runId, trialId, name, points }),
  }
}
