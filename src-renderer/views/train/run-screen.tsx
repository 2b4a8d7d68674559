/** One run: its progress and curves while it trains, its report once it is done, and what can be done with it. */
import { chosenAfterLabels } from '@shared/domain/chosen-after-labels'
import { shellWord } from '@shared/domain/command-line'
import type { RunRecord } from '@shared/domain/run'
import { useState } from 'react'
import { attempt } from '../../app/attempt'
import { useCatalogue, useMethodLabel } from '../../stores/catalogue'
import { type Command, useScreenCommands } from '../../stores/commands'
import { canResume, isActive, isReported } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { Screen } from '../../ui/screen'
import { Segmented } from '../../ui/segmented'
import { AlarmNotices } from './alarm-notices'
import { FinalReport } from './final-report'
import { ProgressStrip } from './progress-strip'
import { RunNotice } from './run-notice'
import styles from './run-screen.module.css'
import { seedWords, shownTrial } from './shown-trial'
import { TrainingCharts } from './training-charts'
import { TrialSwitcher } from './trial-switcher'
import { WhatHappened } from './what-happened'

export interface RunScreenProps {
  readonly run: RunRecord
  /** Opens the form with the recommended set-up. */
  readonly onNew: () => void
  /** Opens the form filled with this run's request. */
  readonly onChange: () => void
}

type Tab = 'report' | 'curves'
const NO_LINES: readonly never[] = []

export function RunScreen({ run, onNew, onChange }: RunScreenProps) {
  const progress = useRuns((state) => state.progress[run.id]) ?? null
  const result = useRuns((state) => state.results[run.id]) ?? null
  const lines = useRuns((state) => state.log[run.id]) ?? NO_LINES
  const picked = useView((state) => state.focusTrialId)
  const backbones = useCatalogue((state) => state.backbones)
  const labelOf = useMethodLabel()
  const [tab, setTab] = useState<Tab>('report')
  const trial = shownTrial(run, picked, progress)
  const alarms = lines.filter((line) => line.alarm !== undefined)
  const active = isActive(run.status)
  const showsReport = result !== null && tab === 'report'

  const { pause, resume, cancel } = useRuns.getState()
  const actions = {
    pause: () => attempt(() => pause(run.id)),
    resume: () => attempt(() => resume(run.id)),
    stop: () =>
      attempt(async () => {
        await cancel(run.id)
        useView.getState().notify({
          tone: 'info',
          text: 'The run was stopped; its checkpoint is kept.',
          action: { label: 'Resume', run: () => attempt(() => resume(run.id)) },
        })
      }),
  }
  const chosen = chosenAfterLabels(run)
  const resumable = canResume(run.status)
  const primary: Command[] =
    run.status === 'running'
      ? [{ id: 'train-pause', label: 'Pause the run', group: 'Actions', keys: 'Ctrl Enter', run: actions.pause }]
      : resumable
        ? [
            {
              id: 'train-resume',
              label: 'Resume the run',
              group: 'Actions',
              keys: 'Ctrl Enter',
              cli: `npm run -s lab -- resume --run ${shellWord(run.folder)}`,
              run: actions.resume,
            },
          ]
        : [{ id: 'train-new', label: 'Set up a new run', group: 'Actions', keys: 'Ctrl Enter', run: onNew }]
  useScreenCommands('train', [
    ...primary,
    {
      id: 'train-stop',
      label: 'Stop the run, keep its checkpoint',
      group: 'Actions',
      blocked: active ? null : 'The run is not active',
      run: actions.stop,
    },
    { id: 'train-again', label: 'Run again with changes', group: 'Actions', run: onChange },
    { id: 'train-map', label: 'Show the map of this trial', group: 'Actions', run: () => useView.getState().goTo('alignment') },
  ])

  const backbone = backbones.find((one) => one.id === run.request.backbone)?.label ?? run.request.backbone
  const subtitle = showsReport
    ? `${run.name} · final report`
    : trial
      ? `${labelOf(trial.method)} · ${backbone} · ${seedWords(trial.seed, run.request.seeds)}`
      : run.name
  return (
    <Screen
      title="Train"
      subtitle={subtitle}
      actions={
        <>
          {chosen !== null && (
            <Chip tone="warn" icon="unlock" title={chosen}>
              Chosen after labels were seen
            </Chip>
          )}
          {!showsReport && <TrialSwitcher run={run} shown={trial} />}
          {result && (
            <Segmented
              label="Shown part"
              value={tab}
              options={[
                { value: 'report', label: 'Report' },
                { value: 'curves', label: 'Curves' },
              ]}
              onChange={setTab}
            />
          )}
          {run.status === 'running' && (
            <Button icon="pause" onClick={actions.pause}>
              Pause
            </Button>
          )}
          {run.status === 'paused' && (
            <Button icon="play" variant="primary" onClick={actions.resume}>
              Resume
            </Button>
          )}
          {active && (
            <Button icon="stop" onClick={actions.stop}>
              {run.status === 'queued' ? 'Take out of the queue' : 'Stop, keep checkpoint'}
            </Button>
          )}
          <Button variant={active ? 'quiet' : 'primary'} icon="plus" onClick={onNew}>
            New run
          </Button>
        </>
      }
      notices={
        run.status === 'failed' || run.status === 'interrupted' || run.status === 'cancelled' ? (
          <RunNotice run={run} onChange={onChange} />
        ) : alarms.length > 0 ? (
          <AlarmNotices run={run} alarms={alarms} onChange={onChange} />
        ) : undefined
      }
    >
      {showsReport ? (
        <div className={styles.report}>
          <FinalReport run={run} result={result} onChange={onChange} />
          <WhatHappened run={run} lines={lines} reported={isReported(result)} />
        </div>
      ) : (
        <div className={styles.curves} data-strip={active || undefined}>
          {active && (
            <div className={styles.wide}>
              <ProgressStrip run={run} trial={trial} progress={progress} />
            </div>
          )}
          {trial && <TrainingCharts run={run} trial={trial} result={result} />}
          <div className={styles.log}>
            <WhatHappened run={run} lines={lines} reported={isReported(result)} />
          </div>
        </div>
      )}
    </Screen>
  )
}
