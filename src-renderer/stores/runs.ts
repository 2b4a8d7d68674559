/** All runs as the engine tells them: records, progress, metrics, log, results and ledger, folded from its events. */
import type { EngineContract } from '@shared/contract/engine'
import type { RunRecord, RunRequest } from '@shared/domain/run'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import {
  appendPoints,
  foldRunEvent,
  mergeLoaded,
  noRuns,
  type RunEvent,
  type RunsData,
  runEventNames,
  trialKey,
  withRecord,
} from './fold-run-event'

export interface RunStart {
  readonly studyId: string | null
  readonly request: RunRequest
  readonly name?: string
}

export interface RunsState extends RunsData {
  /** True once the list has been read. */
  readonly listed: boolean
  start(start: RunStart): Promise<RunRecord>
  pause(runId: string): Promise<RunRecord>
  resume(runId: string): Promise<RunRecord>
  cancel(runId: string): Promise<RunRecord>
  /** Puts a waiting run before another one, or last. */
  move(runId: string, before: string | null): Promise<void>
  remove(runId: string): Promise<void>
  restore(runId: string): Promise<RunRecord>
  /** Opens a run folder made by the command line. */
  open(folder: string): Promise<RunRecord>
  /** Reads one run with its log, ledger and result, without its metrics. */
  loadReport(runId: string): Promise<RunRecord>
  /** Reads one run with its log, ledger, result and the metrics of every trial. */
  load(runId: string): Promise<void>
  /** Reads the list of runs. */
  refresh(): Promise<void>
  /** Follows the engine's events; returns the function that stops. */
  connect(): () => void
}

export function createRunsStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  return create<RunsState>()((set, get) => {
    const keep = (record: RunRecord): RunRecord => {
      set((state) => withRecord(state, record))
      return record
    }
    return {
      ...noRuns,
      listed: false,
      start: async ({ studyId, request, name }) =>
        keep(await engine.call('runs.start', { studyId, request, ...(name === undefined ? {} : { name }) })),
      pause: async (runId) => keep(await engine.call('runs.pause', { runId })),
      resume: async (runId) => keep(await engine.call('runs.resume', { runId })),
      cancel: async (runId) => keep(await engine.call('runs.cancel', { runId })),
      move: async (runId, before) => {
        const { runIds } = await engine.call('runs.move', { runId, before })
        set({ queue: runIds })
      },
      remove: async (runId) => {
        await engine.call('runs.remove', { runId })
        set((state) => foldRunEvent(state, { name: 'run.removed', payload: { runId } }))
      },
      restore: async (runId) => keep(await engine.call('runs.restore', { runId })),
      open: async (folder) => keep(await engine.call('runs.open', { folder })),
      loadReport: async (runId) => {
        const got = await engine.call('runs.get', { runId })
        set((state) => ({
          ...withRecord(state, got.record),
          log: { ...state.log, [runId]: got.log },
          ledger: { ...state.ledger, [runId]: got.ledger },
          results: got.result ? { ...state.results, [runId]: got.result } : state.results,
          progress: got.progress ? { ...state.progress, [runId]: got.progress } : state.progress,
        }))
        return got.record
      },
      load: async (runId) => {
        const record = await get().loadReport(runId)
        await Promise.all(
          record.trials.map(async (trial) => {
            const loaded = appendPoints({}, await engine.call('runs.metrics', { runId, trialId: trial.id }))
            const key = trialKey(runId, trial.id)
            set((state) => ({ metrics: { ...state.metrics, [key]: mergeLoaded(loaded, state.metrics[key] ?? {}) } }))
          }),
        )
      },
      refresh: async () => {
        const runs = await engine.call('runs.list', {})
        const { runIds } = await engine.call('runs.queue', {})
        set((state) => {
          const listed = new Set(runs.map((run) => run.id))
          const kept = { ...state, runs: state.runs.filter((run) => listed.has(run.id)) }
          return { ...runs.reduce<RunsData>(withRecord, kept), queue: runIds, listed: true }
        })
      },
      connect: () => {
        const stops = runEventNames.map((name) =>
          engine.on(name, (payload) => set((state) => foldRunEvent(state, { name, payload } as RunEvent))),
        )
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
  })
}

export const useRuns = createRunsStore({ engine })

/** A selector for one run's record. */
export function selectRun(runId: string | null): (state: RunsData) => RunRecord | null {
  return (state) => state.runs.find((run) => run.id === runId) ?? null
}

/** Whether the final report of any of these runs has read target labels, and how many reads their ledgers hold. */
export function countReads(ledger: RunsData['ledger'], runIds: readonly string[]): { readonly reads: number; readonly opened: boolean } {
  const entries = runIds.flatMap((id) => ledger[id] ?? [])
  return { reads: entries.length, opened: entries.some(({ kind }) => kind === 'report' || kind === 'counts') }
}
