/** The Train screen: the form before a run, the run while it trains, the report after it. */
import type { RunRequest } from '@shared/domain/run'
import { useState } from 'react'
import { selectRun, useRuns } from '../../stores/runs'
import { selectStudy, useStudies } from '../../stores/studies'
import { useView } from '../../stores/view'
import { RunForm } from './run-form'
import { RunScreen } from './run-screen'

interface Composing {
  readonly studyId: string
  /** Fills the form; null for the recommended set-up. */
  readonly from: RunRequest | null
}

export function TrainView() {
  const studyId = useView((state) => state.studyId)
  const focusRunId = useView((state) => state.focusRunId)
  const study = useStudies(selectStudy(studyId))
  const run = useRuns(selectRun(focusRunId))
  const runs = useRuns((state) => state.runs)
  const [composing, setComposing] = useState<Composing | null>(null)

  if (!study) return null
  const shown = run?.studyId === study.id ? run : null
  const form = composing?.studyId === study.id ? composing : null
  if (shown && !form) {
    return (
      <RunScreen
        key={shown.id}
        run={shown}
        onNew={() => setComposing({ studyId: study.id, from: null })}
        onChange={() => setComposing({ studyId: study.id, from: shown.request })}
      />
    )
  }
  return (
    <RunForm
      key={study.id}
      study={study}
      from={form?.from ?? null}
      earlier={runs.filter((one) => one.studyId === study.id)}
      onStarted={(runId) => {
        setComposing(null)
        useView.getState().focusRun(runId)
      }}
      onBack={shown ? () => setComposing(null) : undefined}
    />
  )
}
