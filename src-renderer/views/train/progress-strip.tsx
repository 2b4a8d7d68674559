/** Where a run stands: epoch, bar, time left with its spread, rate, last checkpoint, memory. */
import type { RunProgress, RunRecord, Trial } from '@shared/domain/run'
import { formatBytes, formatCount, formatTimeLeft } from '../../ui/format'
import { ProgressBar } from '../../ui/progress-bar'
import styles from './progress-strip.module.css'

export interface ProgressStripProps {
  readonly run: RunRecord
  readonly trial: Trial | null
  readonly progress: RunProgress | null
}

const phases: Readonly<Record<RunProgress['phase'], string | null>> = {
  importing: 'Reading images',
  extracting: 'Extracting features',
  training: null,
  evaluating: 'Measuring accuracy',
  mapping: 'Maps settle',
  reporting: 'Writing the report',
}

export function ProgressStrip({ run, trial, progress }: ProgressStripProps) {
  const { epochs } = run.request
  if (!progress) {
    const waiting = run.status === 'queued'
    return (
      <section className={styles.strip} aria-label="Progress">
        <Figure
          value={waiting ? 'Queued' : 'Starting'}
          name={waiting ? 'starts when the run before it has ended' : `${run.trials.length} trials, ${epochs} epochs each`}
        />
        <ProgressBar value={0} label="Progress of the trial" size="m" />
      </section>
    )
  }
  const phase = phases[progress.phase]
  const left = progress.secondsLeft
  const paused = run.status === 'paused'
  return (
    <section className={styles.strip} aria-label="Progress">
      <Figure value={phase ?? `Epoch ${Math.min(progress.epoch, epochs).toFixed(1)} of ${epochs}`} name={doing(progress)} />
      <ProgressBar value={progress.step / progress.steps} label="Progress of the trial" size="m" />
      {paused ? (
        <Figure value="Paused" name="nothing is lost" />
      ) : progress.phase === 'mapping' ? (
        <Figure value="Trained" name="the report follows" />
      ) : left === null ? (
        <Figure value="estimating" name="time left" />
      ) : (
        <Figure
          value={formatTimeLeft(left)}
          name={progress.secondsLeftSpread === null ? 'left' : `left, ± ${formatTimeLeft(Math.max(1, progress.secondsLeftSpread))}`}
        />
      )}
      <Figure value={paused ? '–' : formatCount(Math.round(progress.imagesPerSecond))} name="images/s" />
      <Figure value={trial && trial.checkpointEpoch > 0 ? `Epoch ${trial.checkpointEpoch}` : 'none yet'} name="last checkpoint" />
      <Figure value={formatBytes(progress.memoryBytes)} name="memory" />
    </section>
  )
}

function Figure({ value, name }: { readonly value: string; readonly name: string }) {
  return (
    <div className={styles.figure}>
      <b>{value}</b>
      <span>{name}</span>
    </div>
  )
}

function doing({ phase, step, steps, trialIndex, trialCount }: RunProgress): string {
  if (phase === 'mapping') return `map ${step + 1} of ${steps}`
  if (phase === 'extracting') return `image ${formatCount(step)} of ${formatCount(steps)}, once for all studies`
  const trial = trialCount > 1 ? ` · trial ${trialIndex + 1} of ${trialCount}` : ''
  return `step ${formatCount(step)} of ${formatCount(steps)}${trial}`
}
