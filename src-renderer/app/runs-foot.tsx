/** Runs at a glance: the active one with its bar and time left, what waits, what is done, and the device with its rate. */
import type { RunProgress, RunRecord } from '@shared/domain/run'
import { useMethodLabel } from '../stores/catalogue'
import { useConnection } from '../stores/connection'
import { describeRun, isActive, type LabelOf, runFraction, statusWords } from '../stores/describe-run'
import { useRuns } from '../stores/runs'
import { useView } from '../stores/view'
import { formatCount, formatTimeLeftShort } from '../ui/format'
import { ProgressBar } from '../ui/progress-bar'
import styles from './runs-foot.module.css'

const shownRuns = 4

export function RunsFoot() {
  const runs = useRuns((state) => state.runs)
  const progress = useRuns((state) => state.progress)
  const device = useConnection((state) => state.device)
  const health = useConnection((state) => state.health)
  const showSheet = useView((state) => state.showSheet)
  const labelOf = useMethodLabel()
  const shown = [...runs].sort((a, b) => rank(a) - rank(b)).slice(0, shownRuns)
  const rate = Object.values(progress)[0]?.imagesPerSecond
  return (
    <div className={styles.foot}>
      <button type="button" className={styles.open} onClick={() => showSheet('runs')} title="Show runs (J)">
        <span className={styles.head}>
          <span>Runs</span>
          <span>{countRuns(runs)}</span>
        </span>
        {shown.map((run) => (
          <RunLine key={run.id} run={run} progress={progress[run.id] ?? null} labelOf={labelOf} />
        ))}
      </button>
      <div className={styles.device}>
        <span title={device?.note ?? (device ? `TensorFlow ${device.tensorflow}` : undefined)}>
          {device
            ? `${device.device.toUpperCase()} · ${device.threads} threads`
            : health.state === 'failed'
              ? 'Engine stopped'
              : 'Engine starting'}
        </span>
        <span>{rate ? `${formatCount(Math.round(rate))} images/s` : device ? 'idle' : ''}</span>
      </div>
    </div>
  )
}

function RunLine({
  run,
  progress,
  labelOf,
}: {
  readonly run: RunRecord
  readonly progress: RunProgress | null
  readonly labelOf: LabelOf
}) {
  const running = run.status === 'running'
  const left = progress?.secondsLeft
  const words = running
    ? left === null || left === undefined
      ? 'estimating'
      : `${formatTimeLeftShort(left)} left`
    : statusWords[run.status].word
  return (
    <span className={styles.run}>
      <span className={styles.line}>
        <span className={styles.name}>{describeRun(run, labelOf)}</span>
        <small>{words}</small>
      </span>
      {(running || run.status === 'paused') && <ProgressBar value={runFraction(run, progress)} label={`${run.name}: part done`} />}
    </span>
  )
}

/** "1 active · 1 queued", "all done", "none yet". */
export function countRuns(runs: readonly RunRecord[]): string {
  const active = runs.filter((run) => run.status === 'running' || run.status === 'paused').length
  const queued = runs.filter((run) => run.status === 'queued').length
  const stopped = runs.filter((run) => run.status === 'interrupted').length
  const parts = [active && `${active} active`, queued && `${queued} queued`, stopped && `${stopped} interrupted`].filter(Boolean)
  if (parts.length > 0) return parts.join(' · ')
  if (runs.length === 0) return 'none yet'
  return runs.every((run) => run.status === 'done') ? 'all done' : `${runs.length} ended`
}

/** Active first, then what waits, then the rest as it came. */
function rank(run: RunRecord): number {
  return run.status === 'running' || run.status === 'paused' ? 0 : isActive(run.status) ? 1 : run.status === 'interrupted' ? 2 : 3
}
