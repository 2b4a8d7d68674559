/** Whole streams through the model in view: where a method breaks, or one stream of the user's own folder or of shifted images. */
import type { RunRecord, Trial } from '@shared/domain/run'
import { useState } from 'react'
import { attempt } from '../../app/attempt'
import { Toasts } from '../../app/toasts'
import { noAdaptation, useAdaptation } from '../../stores/adaptation'
import { useMethodLabel } from '../../stores/catalogue'
import { trialKeyOf, useShift } from '../../stores/shift'
import { stackAt } from '../../stores/shift-stack'
import { type StreamKind, useStreams } from '../../stores/streams'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { formatTimeLeft } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { ProgressBar } from '../../ui/progress-bar'
import { Segmented } from '../../ui/segmented'
import { defaultAsk, type StreamAsk, StreamForm } from './stream-form'
import { StreamTable } from './stream-table'
import styles from './streams-sheet.module.css'
import { actingShifts, streamPlanOf, sweepPlanOf, whatIsStreamed } from './streams-words'
import { SweepMap } from './sweep-map'

const kinds = [
  { value: 'sweep', label: 'Where it breaks', title: 'Every batch size under every label shift' },
  { value: 'stream', label: 'One stream', title: 'A folder, or the source test images, from beginning to end' },
] as const

export interface StreamsSheetProps {
  readonly run: RunRecord
  readonly trial: Trial
  readonly onClose: () => void
}

export function StreamsSheet({ run, trial, onClose }: StreamsSheetProps) {
  const chosen = useAdaptation((state) => state.method)
  const { items, severity } = useShift()
  const { job, trialKey, sweep, result, failure, startSweep, startStream, cancel } = useStreams()
  const labelOf = useMethodLabel()
  const [kind, setKind] = useState<StreamKind>('sweep')
  const [ask, setAsk] = useState<StreamAsk>({ ...defaultAsk, method: chosen === noAdaptation ? defaultAsk.method : chosen })
  const own = trialKey === trialKeyOf({ runId: run.id, trialId: trial.id })
  const shifts = actingShifts(stackAt(items, severity))
  const target = { runId: run.id, trialId: trial.id, data: ask.data }
  const start = (): void =>
    attempt(() =>
      kind === 'sweep' ? startSweep(target, sweepPlanOf(ask, shifts)) : startStream(target, streamPlanOf(ask, shifts), ask.keep),
    )
  return (
    <Dialog
      title="Streams"
      subtitle={`${labelOf(trial.method)}, seed ${trial.seed}`}
      shape="sheet"
      onClose={onClose}
      floating={<Toasts />}
      actions={<Segmented label="What to stream" options={kinds} value={kind} onChange={setKind} />}
    >
      <div className={styles.body}>
        <StreamForm kind={kind} ask={ask} onChange={setAsk} />
        <p className={styles.words}>{whatIsStreamed(kind, ask, shifts)}</p>
        {job ? (
          <div className={styles.progress}>
            <ProgressBar value={job.total === 0 ? null : job.done / job.total} label="Streaming" size="m" />
            <span>
              {job.total === 0 ? 'Opening the model' : `${job.done} of ${job.total} ${job.kind === 'sweep' ? 'streams' : 'batches'}`}
              {job.secondsLeft !== null && `, about ${formatTimeLeft(job.secondsLeft)} left`}
            </span>
            <Button size="s" icon="stop" onClick={cancel}>
              {job.kind === 'sweep' ? 'Stop, keep what is done' : 'Stop'}
            </Button>
          </div>
        ) : (
          <div>
            <Button
              variant="primary"
              onClick={start}
              blocked={ask.order === 'subfolders' && ask.data === null ? 'Choose a folder first' : null}
            >
              {kind === 'sweep' ? 'Sweep' : 'Stream'}
            </Button>
          </div>
        )}
        {own && failure && <Notice tone="bad" message={failure.message} hint={failure.hint} />}
        {own && kind === 'sweep' && sweep && <SweepMap sweep={sweep} running={job?.kind === 'sweep'} />}
        {own && kind === 'stream' && result && <StreamTable result={result} />}
      </div>
    </Dialog>
  )
}
