/** What each run event does to the window's picture of all runs, as a pure fold: replaying a stream always gives the same picture. */
import type { EventPayload } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { LogLine, MetricPoint, RunProgress, RunRecord, RunResult } from '@shared/domain/run'

/** One scalar over a trial, as parallel columns in step order. */
export interface MetricSeries {
  readonly step: readonly number[]
  readonly epoch: readonly number[]
  readonly value: readonly number[]
}

/** Series of one trial by metric name. */
export type TrialMetrics = Readonly<Record<string, MetricSeries>>

export interface RunsData {
  /** Newest first. */
  readonly runs: readonly RunRecord[]
  /** By run id; present only while the run is active. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** By `trialKey(runId, trialId)`. */
  readonly metrics: Readonly<Record<string, TrialMetrics>>
  /** By run id, oldest line first. */
  readonly log: Readonly<Record<string, readonly LogLine[]>>
  readonly results: Readonly<Record<string, RunResult>>
  /** By run id, oldest entry first. */
  readonly ledger: Readonly<Record<string, readonly LedgerEntry[]>>
  /** Ids of the active run and of those that wait, in the engine's order. */
  readonly queue: readonly string[]
}

export const runEventNames = [
  'run.queue',
  'run.changed',
  'run.removed',
  'run.progress',
  'run.metrics',
  'run.log',
  'run.result',
  'run.ledger',
] as const
export type RunEventName = (typeof runEventNames)[number]
export type RunEvent = { [K in RunEventName]: { readonly name: K; readonly payload: EventPayload<EngineContract, K> } }[RunEventName]

export const noRuns: RunsData = { runs: [], progress: {}, metrics: {}, log: {}, results: {}, ledger: {}, queue: [] }

export function trialKey(runId: string, trialId: string): `${string}/${string}` {
  return `${runId}/${trialId}`
}

export function foldRunEvent(data: RunsData, event: RunEvent): RunsData {
  switch (event.name) {
    case 'run.queue':
      return { ...data, queue: event.payload.runIds }
    case 'run.changed':
      return withRecord(data, event.payload)
    case 'run.removed':
      return {
        ...data,
        runs: data.runs.filter((run) => run.id !== event.payload.runId),
        progress: without(data.progress, event.payload.runId),
      }
    case 'run.progress':
      return { ...data, progress: { ...data.progress, [event.payload.runId]: event.payload } }
    case 'run.metrics': {
      const key = trialKey(event.payload.runId, event.payload.trialId)
      return { ...data, metrics: { ...data.metrics, [key]: appendPoints(data.metrics[key] ?? {}, event.payload.points) } }
    }
    case 'run.log':
      return { ...data, log: { ...data.log, [event.payload.runId]: [...(data.log[event.payload.runId] ?? []), event.payload.line] } }
    case 'run.result':
      return { ...data, results: { ...data.results, [event.payload.runId]: event.payload.result } }
    case 'run.ledger': {
      const entries = [...(data.ledger[event.payload.runId] ?? []), event.payload.entry]
      return { ...data, ledger: { ...data.ledger, [event.payload.runId]: entries } }
    }
  }
}

/** Puts a record in its place, newest first; a run that is no longer active has no progress. */
export function withRecord(data: RunsData, record: RunRecord): RunsData {
  const runs = [record, ...data.runs.filter((run) => run.id !== record.id)].sort(newestFirst)
  const active = record.status === 'running' || record.status === 'paused'
  return { ...data, runs, progress: active ? data.progress : without(data.progress, record.id) }
}

/**
 * Appends points in order. A point at or before a series' last step takes the place of everything from that step on:
 * a run resumed from a checkpoint walks the same steps again.
 */
export function appendPoints(metrics: TrialMetrics, points: readonly MetricPoint[]): TrialMetrics {
  const byName = new Map<string, { step: number[]; epoch: number[]; value: number[] }>()
  for (const point of points) {
    let series = byName.get(point.name)
    if (!series) {
      const kept = metrics[point.name]
      series = kept ? { step: [...kept.step], epoch: [...kept.epoch], value: [...kept.value] } : { step: [], epoch: [], value: [] }
      byName.set(point.name, series)
    }
    let length = series.step.length
    while (length > 0 && series.step[length - 1]! >= point.step) length--
    series.step.length = series.epoch.length = series.value.length = length
    series.step.push(point.step)
    series.epoch.push(point.epoch)
    series.value.push(point.value)
  }
  return { ...metrics, ...Object.fromEntries(byName) }
}

/** What was read from disk, continued by what streamed in meanwhile. */
export function mergeLoaded(loaded: TrialMetrics, live: TrialMetrics): TrialMetrics {
  const merged: Record<string, MetricSeries> = { ...loaded }
  for (const [name, series] of Object.entries(live)) {
    const base = loaded[name]
    const last = base?.step.at(-1) ?? -1
    const from = series.step.findIndex((step) => step > last)
    if (!base) merged[name] = series
    else if (from >= 0) {
      merged[name] = {
        step: [...base.step, ...series.step.slice(from)],
        epoch: [...base.epoch, ...series.epoch.slice(from)],
        value: [...base.value, ...series.value.slice(from)],
      }
    }
  }
  return merged
}

function newestFirst(a: RunRecord, b: RunRecord): number {
  return b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id)
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record
  const { [key]: _left, ...rest } = record
  return rest
}
