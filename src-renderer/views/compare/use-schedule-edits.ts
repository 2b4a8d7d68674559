/** Changes that were made to the schedules of runs while they trained. */
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { useRuns } from '../../stores/runs'
import { useSchedules } from '../../stores/schedules'
import type { TrialEdits } from './request-differences'

/** By run id; a run is missing until its trials have been asked. */
export function useScheduleEdits(runIds: readonly string[]): Readonly<Record<string, readonly TrialEdits[]>> {
  const [known, setKnown] = useState<Readonly<Record<string, readonly TrialEdits[]>>>({})
  const key = runIds.join(' ')
  useEffect(() => {
    let current = true
    for (const runId of key.split(' ').filter(Boolean)) {
      const trials = useRuns.getState().runs.find(({ id }) => id === runId)?.trials ?? []
      attempt(async () => {
        const edits = await Promise.all(
          trials.map(async ({ id: trialId }) => ({ trialId, edits: await useSchedules.getState().edits({ runId, trialId }) })),
        )
        if (current) setKnown((before) => ({ ...before, [runId]: edits }))
      })
    }
    return () => {
      current = false
    }
  }, [key])
  return known
}
