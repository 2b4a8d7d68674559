/** The one live figure and the state of each stage in the spine. */
import type { AlarmKind, LogLine, RunProgress, RunRecord } from '@shared/domain/run'
import type { DomainState, PairState } from '../stores/datasets'
import { describeRun, isActive, type LabelOf, runFraction } from '../stores/describe-run'
import type { ExportsState } from '../stores/exports'
import type { TrialMap } from '../stores/fold-embedding'
import { trialKey } from '../stores/fold-run-event'
import { formatAmount, formatCount } from '../ui/format'
import type { IconName } from '../ui/icon'

export interface StageState {
  readonly figure: string
  readonly icon: IconName | null
  readonly tone: 'good' | 'warn' | 'bad' | 'muted' | 'accent'
  /** The state in words, for those who do not see the icon. */
  readonly state: string
}

/** `notable`: findings that the Data screen lists as more than fine; null while the pair is being compared. */
export function dataStage(
  source: DomainState | null,
  target: DomainState | null,
  pair: PairState | null,
  notable: number | null,
): StageState {
  const sides = [source, target].filter((side) => side !== null)
  const busy = sides.find((side) => side.status === 'importing')
  if (busy) {
    const { done = 0, total = 0 } = busy.progress ?? {}
    return {
      figure: total > 0 ? `importing, ${formatCount(done)} of ${formatCount(total)}` : 'importing',
      icon: 'play',
      tone: 'accent',
      state: 'running',
    }
  }
  const failed = sides.find((side) => side.failure)
  if (failed) return { figure: 'a folder could not be read', icon: 'warn', tone: 'warn', state: 'needs attention' }
  const images = sides.reduce((sum, side) => sum + (side.summary?.images ?? 0), 0)
  if (!source || !target) {
    return {
      figure: sides.length === 0 ? 'no folders yet' : `${formatAmount(images, 'image')} · one side`,
      icon: 'wait',
      tone: 'muted',
      state: 'waits for folders',
    }
  }
  const problems = pair?.problems ?? []
  const blocking = problems.filter((problem) => problem.blocks).length
  const figure = `${formatAmount(images, 'image')}${notable !== null && notable > 0 ? ` · ${formatAmount(notable, 'finding')}` : ''}`
  if (blocking > 0) return { figure, icon: 'warn', tone: 'warn', state: `${formatAmount(blocking, 'finding')} to mend` }
  return { figure, icon: pair?.problems ? 'check' : null, tone: 'good', state: pair?.problems ? 'done' : 'being compared' }
}

export function shiftStage(severity: number, shifts: number, runs: readonly RunRecord[]): StageState {
  const model = runs.some((run) => run.trials.some((trial) => trial.checkpointEpoch > 0))
  if (shifts === 0) return { figure: 'no shift chosen', icon: null, tone: 'muted', state: 'not started' }
  const figure = `severity ${severity.toFixed(1)} of 5`
  if (severity === 0) return { figure, icon: null, tone: 'muted', state: model ? 'at rest' : 'waits for a model' }
  return { figure, icon: model ? 'check' : 'wait', tone: model ? 'good' : 'muted', state: model ? 'done' : 'waits for a model' }
}

export interface TrainFacts {
  readonly progress: Readonly<Record<string, RunProgress>>
  readonly log: Readonly<Record<string, readonly LogLine[]>>
  readonly labelOf: LabelOf
}

const alarmWords: Readonly<Record<AlarmKind, string>> = {
  collapse: 'collapse',
  'negative-transfer': 'negative transfer',
  'domain-classifier-won': 'domains stay apart',
  'domain-classifier-lost': 'domain classifier blind',
}

export function trainStage(runs: readonly RunRecord[], { progress, log, labelOf }: TrainFacts): StageState {
  const active = runs.find((run) => run.status === 'running' || run.status === 'paused')
  if (active) {
    const now = progress[active.id] ?? null
    const trial = active.trials.find((one) => one.id === now?.trialId)
    const name = trial ? `${labelOf(trial.method)} seed ${trial.seed}` : describeRun(active, labelOf)
    const paused = active.status === 'paused'
    const alarm = newestAlarm(log[active.id])
    if (alarm) return { figure: `${name} · ${alarmWords[alarm.kind]}`, icon: 'alert', tone: alarm.level, state: 'alarm' }
    return {
      figure: `${name} · ${Math.floor(runFraction(active, now) * 100)} %`,
      icon: paused ? 'pause' : 'play',
      tone: paused ? 'warn' : 'accent',
      state: active.status,
    }
  }
  const interrupted = runs.find((run) => run.status === 'interrupted')
  if (interrupted) return { figure: 'interrupted, can go on', icon: 'warn', tone: 'warn', state: 'interrupted' }
  if (runs[0]?.status === 'failed') return { figure: 'stopped by an error', icon: 'alert', tone: 'bad', state: 'failed' }
  const done = runs.filter((run) => run.status === 'done').length
  const alarm = newestAlarm(log[runs.find((run) => run.status === 'done')?.id ?? ''])
  // Alone: there is no room for the number of runs beside it.
  if (alarm) return { figure: alarmWords[alarm.kind], icon: 'alert', tone: alarm.level, state: 'alarm' }
  if (done > 0) return { figure: `${formatAmount(done, 'run')} done`, icon: 'check', tone: 'good', state: 'done' }
  return { figure: runs.some((run) => isActive(run.status)) ? 'queued' : 'not started', icon: null, tone: 'muted', state: 'not started' }
}

function newestAlarm(lines: readonly LogLine[] = []): { readonly kind: AlarmKind; readonly level: 'warn' | 'bad' } | null {
  const line = lines.findLast((one) => one.alarm !== undefined)
  return line?.alarm ? { kind: line.alarm, level: line.level === 'bad' ? 'bad' : 'warn' } : null
}

/** `maps` are those known by now, by trial; without one the figure speaks of the checkpoint alone. */
export function alignmentStage(runs: readonly RunRecord[], maps: Readonly<Record<string, TrialMap>>): StageState {
  const running = runs.find((run) => run.status === 'running')
  const seen = running ?? runs.find((run) => run.trials.some((trial) => trial.checkpointEpoch > 0))
  const epoch = seen
    ? Math.max(0, ...seen.trials.filter((trial) => !running || trial.status === 'running').map((trial) => trial.checkpointEpoch))
    : 0
  const mapEpoch = Math.max(
    0,
    ...(seen?.trials ?? []).map((trial) => maps[trialKey(seen?.id ?? '', trial.id)]?.checkpoints.at(-1)?.epoch ?? 0),
  )
  const figure = mapEpoch > 0 ? `map at epoch ${mapEpoch}` : `checkpoint at epoch ${epoch}`
  if (running) return { figure: epoch > 0 ? figure : 'before training', icon: 'play', tone: 'accent', state: 'running' }
  if (epoch > 0) return { figure, icon: 'check', tone: 'good', state: 'done' }
  return { figure: 'after the first checkpoint', icon: null, tone: 'muted', state: 'waits for a checkpoint' }
}

export function compareStage(runs: readonly RunRecord[]): StageState {
  const done = runs.filter((run) => run.status === 'done').length
  const active = runs.some((run) => isActive(run.status))
  if (done >= 2) return { figure: `${done} finished runs`, icon: 'check', tone: 'good', state: 'done' }
  if (done === 1) return { figure: '1 finished run', icon: active ? 'wait' : null, tone: 'muted', state: 'waits for another run' }
  return {
    figure: active ? 'waits for the report' : 'after the first run',
    icon: active ? 'wait' : null,
    tone: 'muted',
    state: 'waits for a run',
  }
}

/** `made`: reduced models of the trials that were looked at; `busy`: the part of a reduction that is done. */
export function reduceStage(runs: readonly RunRecord[], made: number, busy: number | null): StageState {
  if (busy !== null) return { figure: `reducing · ${Math.floor(100 * busy)} %`, icon: 'play', tone: 'accent', state: 'running' }
  if (made > 0) return { figure: formatAmount(made, 'smaller model'), icon: 'check', tone: 'good', state: 'done' }
  const trained = runs.some((run) => run.trials.some((trial) => trial.checkpointEpoch > 0))
  return trained
    ? { figure: 'nothing reduced yet', icon: null, tone: 'muted', state: 'not started' }
    : { figure: 'after the first run', icon: null, tone: 'muted', state: 'waits for a model' }
}

/** A tick means that an independent runtime gave the same answers, and nothing less. */
export function exportStage(
  runs: readonly RunRecord[],
  { made, job, failures }: Pick<ExportsState, 'made' | 'job' | 'failures'>,
): StageState {
  const ids = new Set(runs.map((run) => run.id))
  if (job !== null && ids.has(job.target.runId))
    return { figure: `checking ${job.target.format}`, icon: 'play', tone: 'accent', state: 'running' }
  const failed = Object.keys(failures).some((key) => ids.has(key.split('/')[0] ?? ''))
  if (failed) return { figure: 'not exported', icon: 'alert', tone: 'bad', state: 'failed' }
  const exported = runs.reduce((sum, run) => sum + (made[run.id]?.length ?? 0), 0)
  if (exported > 0) return { figure: 'parity passed', icon: 'check', tone: 'good', state: 'done' }
  const model = runs.some((run) => run.trials.some((trial) => trial.checkpointEpoch > 0))
  return {
    figure: model ? 'not exported yet' : 'after the first epoch',
    icon: null,
    tone: 'muted',
    state: model ? 'not started' : 'waits for a model',
  }
}
