/** Planned schedules of the trial in training, and changes to what is still to come. */
import type { EngineContract } from '@shared/contract/engine'
import type { ScheduleCurve, ScheduleEdit, SchedulePoint } from '@shared/domain/schedule'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { trialKey } from './fold-run-event'

interface TrialRef {
  readonly runId: string
  readonly trialId: string
}

export interface SchedulesState {
  /** By trial; empty for a trial that does not train. */
  readonly planned: Readonly<Record<string, readonly ScheduleCurve[]>>
  load(trial: TrialRef): Promise<void>
  /** Changes made while the trial trained, in the order they were made. */
  edits(trial: TrialRef): Promise<readonly ScheduleEdit[]>
  /** From the next step on, the schedule follows these corners. */
  edit(trial: TrialRef, name: string, points: readonly SchedulePoint[]): Promise<void>
}

export function createSchedulesStore({ engine }: { readonly engine: Client<EngineContract> }) {
  return create<SchedulesState>()((set) => {
    const keep = ({ runId, trialId }: TrialRef, curves: readonly ScheduleCurve[]): void =>
      set((state) => ({ planned: { ...state.planned, [trialKey(runId, trialId)]: curves } }))
    return {
      planned: {},
      load: async (trial) => keep(trial, await engine.call('schedules.planned', trial)),
      edits: (trial) => engine.call('schedules.edits', trial),
      edit: async (trial, name, points) => keep(trial, await engine.call('schedules.edit', { ...trial, name, points: [...points] })),
    }
  })
}

export const useSchedules = createSchedulesStore({ engine })
