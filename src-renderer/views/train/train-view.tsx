/** The Train screen: the form before a run, the run while it trains, the report after it. */
import { applyRunChange } from '@shared/domain/apply-run-change'
import type { RunRecord, RunRequest } from '@shared/domain/run'
import { useEffect, useState } from 'react'
import { attempt } from '../../app/attempt'
import { isReference } from '../../stores/describe-run'
import { trialKey } from '../../stores/fold-run-event'
import { useRecipes } from '../../stores/recipe'
import { selectRun, useRuns } from '../../stores/runs'
import { useSchedules } from '../../stores/schedules'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { drawnSchedules } from './drawn-schedules'
import { requestOfSetup } from './run-draft'
import { RunForm } from './run-form'
import { RunScreen } from './run-screen'

interface Composing {
  readonly studyId: string
  /** Fills the form; null for the recommended set-up. */
  readonly from: RunRequest | null
  /** Another one fills the form anew. */
  readonly turn: number
}

export function TrainView() {
  const studyId = useView((state) => state.studyId)
  const focusRunId = useView((state) => state.focusRunId)
  const study = useStudies(selectStudy(studyId))
  const run = useRuns(selectRun(focusRunId))
  const runs = useRuns((state) => state.runs)
  const [composing, setComposing] = useState<Composing | null>(null)
  const prepared = useRecipes((state) => state.prepared)
  const setup = useRecipes((state) => (studyId ? state.drafts[studyId] : undefined))
  const shown = study && run?.studyId === study.id ? run : null
  const turn = (composing?.turn ?? 0) + 1
  const base = shown?.request ?? (study && requestOfSetup(study, setup))
  const ready = base !== null

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a remedy that was taken fills the form
  useEffect(() => {
    if (!study || !base || prepared?.studyId !== study.id) return
    const change = useRecipes.getState().takePrepared(study.id)
    if (change) setComposing({ studyId: study.id, from: applyRunChange(base, change), turn })
  }, [prepared, study?.id, ready])

  if (!study) return null
  const form = composing?.studyId === study.id ? composing : null
  if (shown && !form) {
    return (
      <RunScreen
        key={shown.id}
        run={shown}
        onNew={() => setComposing({ studyId: study.id, from: null, turn })}
        onChange={() =>
          attempt(async () => {
            const schedules = await drawnIn(shown)
            setComposing({ studyId: study.id, from: { ...shown.request, schedules }, turn })
          })
        }
      />
    )
  }
  return (
    <RunForm
      key={`${study.id} ${form?.turn ?? 0}`}
      study={study}
      from={form?.from ?? null}
      earlier={runs.filter((one) => one.studyId === study.id)}
      onStarted={(runId) => {
        // Only this form: the run shows as soon as it is queued, and the next one may be under way by now.
        setComposing((now) => (now?.turn === form?.turn ? null : now))
        useView.getState().focusRun(runId)
      }}
      onBack={shown ? () => setComposing(null) : undefined}
    />
  )
}

/** Schedules that a run was asked for, with the changes made while its method trained: in the trial in view, else in its first seed. */
async function drawnIn(run: RunRecord): Promise<RunRequest['schedules']> {
  const { focusTrialId } = useView.getState()
  const own = run.trials.filter(({ method }) => !isReference(method))
  const trial = own.find(({ id }) => id === focusTrialId) ?? own[0]
  if (!trial) return run.request.schedules
  const edits = await useSchedules.getState().edits({ runId: run.id, trialId: trial.id })
  return drawnSchedules(run.request, edits, useRuns.getState().metrics[trialKey(run.id, trial.id)])
}
