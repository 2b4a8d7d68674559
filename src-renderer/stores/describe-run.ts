/** The words for runs that the spine, the sheet, Compare and the palette share. */
import type { RunProgress, RunRecord, RunResult, RunStatus } from '@shared/domain/run'
import type { IconName } from '../ui/icon'

export type LabelOf = (method: string) => string

/** "seed 0", "3 seeds". */
export function describeSeeds(seeds: readonly number[]): string {
  return seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`
}

/** Source-only and the oracle stand beside the methods for comparison. */
export function isReference(method: string): boolean {
  return method === 'source-only' || method === 'target-oracle'
}

/** "DANN", "DANN + MCD", the references left out unless there is nothing else. */
export function describeMethods(run: RunRecord, labelOf: LabelOf): string {
  const methods = run.request.methods.filter((id) => !isReference(id))
  return (methods.length > 0 ? methods : run.request.methods).map(labelOf).join(' + ')
}

/** "DANN · 3 seeds". */
export function describeRun(run: RunRecord, labelOf: LabelOf): string {
  return `${describeMethods(run, labelOf)} · ${describeSeeds(run.request.seeds)}`
}

/** Part of the whole run that is done, in [0,1]. */
export function runFraction(run: RunRecord, progress: RunProgress | null): number {
  if (run.status === 'done') return 1
  if (progress) return (progress.trialIndex + progress.step / progress.steps) / progress.trialCount
  const done = run.trials.reduce((sum, trial) => sum + Math.min(1, trial.checkpointEpoch / run.request.epochs), 0)
  return run.trials.length === 0 ? 0 : done / run.trials.length
}

/** The method whose target accuracy stands for the run: its first one that is no reference. */
export function leadMethod(run: RunRecord): string {
  return run.request.methods.find((id) => !isReference(id)) ?? run.request.methods[0]!
}

/** Whether the final report has been written and so target labels were read for it. */
export function isReported(result: RunResult | null | undefined): boolean {
  return (
    result?.runs.some(
      ({ lastCheckpoint, fewShot, zeroShot }) =>
        lastCheckpoint.targetAccuracyPct !== null || fewShot !== undefined || zeroShot !== undefined,
    ) ?? false
  )
}

export const statusWords: Readonly<
  Record<RunStatus, { readonly word: string; readonly icon: IconName; readonly tone: 'good' | 'warn' | 'bad' | 'muted' | 'accent' }>
> = {
  queued: { word: 'queued', icon: 'wait', tone: 'muted' },
  running: { word: 'running', icon: 'play', tone: 'accent' },
  paused: { word: 'paused', icon: 'pause', tone: 'warn' },
  interrupted: { word: 'interrupted', icon: 'warn', tone: 'warn' },
  cancelled: { word: 'cancelled', icon: 'stop', tone: 'muted' },
  failed: { word: 'failed', icon: 'alert', tone: 'bad' },
  done: { word: 'done', icon: 'check', tone: 'good' },
}

export function canResume(status: RunStatus): boolean {
  return status === 'paused' || status === 'interrupted' || status === 'cancelled'
}

export function isActive(status: RunStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'paused'
}
