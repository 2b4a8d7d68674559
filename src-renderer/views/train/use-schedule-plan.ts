/** The planned schedules of the shown trial, read when it begins to train and after every change. */
import type { RunRecord, Trial } from '@shared/domain/run'
import { useEffect, useMemo } from 'react'
import { attempt } from '../../app/attempt'
import { trialKey } from '../../stores/fold-run-event'
import { useRuns } from '../../stores/runs'
import { useSchedules } from '../../stores/schedules'
import type { SchedulePlan } from './schedule-chart'

export function useSchedulePlan(run: RunRecord, trial: Trial): SchedulePlan {
  const trains = trial.status === 'running' || trial.status === 'paused'
  const curves = useSchedules((state) => state.planned[trialKey(run.id, trial.id)])
  // The engine has a plan from the trial's first step on, and its first figures tell that it was done.
  const begun = useRuns((state) => state.metrics[trialKey(run.id, trial.id)]?.learningRate !== undefined) && trains
  useEffect(() => {
    if (begun) attempt(() => useSchedules.getState().load({ runId: run.id, trialId: trial.id }))
  }, [begun, run.id, trial.id])
  return useMemo(() => {
    const onEdit: SchedulePlan['onEdit'] = (name, points) =>
      attempt(() => useSchedules.getState().edit({ runId: run.id, trialId: trial.id }, name, points))
    return { curves: trains ? (curves ?? []) : [], ...(trains ? { onEdit } : {}) }
  }, [curves, trains, run.id, trial.id])
}
