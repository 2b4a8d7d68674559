/** Models taken out of the lab: what was exported, what is being written and checked, and the card as it will be. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { ExportedModel, ExportFormat, ExportFormatInfo, ExportProgress } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import type { ModelCard } from '@shared/domain/model-card'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import { trialKey } from './fold-run-event'

export interface ExportTarget {
  readonly runId: string
  readonly trialId: string
  readonly format: ExportFormat
  /** Whose running statistics the file is to normalise with. */
  readonly normalisedAs: DomainRole
}

export interface ExportsState {
  /** By run, since what a format can hold depends on the model; absent until read. */
  readonly formats: Readonly<Record<string, readonly ExportFormatInfo[]>>
  /** By run, newest first; absent until read. */
  readonly made: Readonly<Record<string, readonly ExportedModel[]>>
  /** By `cardKey`. */
  readonly cards: Readonly<Record<string, ModelCard>>
  /** What is being written; null while nothing is. */
  readonly job: { readonly target: ExportTarget; readonly progress: ExportProgress | null } | null
  /** Of the last export, by `cardKey`, until it is tried again. */
  readonly failures: Readonly<Record<string, Failure>>
  loadFormats(runId: string): Promise<void>
  /** Reads what was exported from a run. */
  load(runId: string): Promise<void>
  loadCard(target: ExportTarget): Promise<void>
  /** Writes and checks; a failure is kept for the screen, which shows it where the file would be. */
  start(target: ExportTarget, options: { readonly keepRejected: boolean }): Promise<void>
  /** Stops what is being written; nothing of it stays. */
  stop(): void
  /** Follows the engine's progress. Returns the function that stops. */
  connect(): () => void
}

export function createExportsStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  let abort: AbortController | null = null
  return create<ExportsState>()((set, get) => ({
    formats: {},
    made: {},
    cards: {},
    job: null,
    failures: {},
    loadFormats: async (runId) => {
      const found = await engine.call('export.formats', { runId })
      set((state) => ({ formats: { ...state.formats, [runId]: found } }))
    },
    load: async (runId) => {
      const found = await engine.call('export.list', { runId })
      set((state) => ({ made: { ...state.made, [runId]: found } }))
    },
    loadCard: async (target) => {
      const { card } = await engine.call('export.card', target)
      set((state) => ({ cards: { ...state.cards, [cardKey(target)]: card } }))
    },
    start: async (target, { keepRejected }) => {
      if (get().job !== null) return
      const key = cardKey(target)
      abort = new AbortController()
      set((state) => ({ job: { target, progress: null }, failures: without(state.failures, key) }))
      try {
        const exported = await engine.call('export.start', { ...target, keepRejected }, { signal: abort.signal })
        set((state) => ({ made: { ...state.made, [target.runId]: [exported, ...(state.made[target.runId] ?? [])] } }))
      } catch (error) {
        const failure = toFailure(error)
        if (failure.code !== 'cancelled') set((state) => ({ failures: { ...state.failures, [key]: failure } }))
      } finally {
        abort = null
        set({ job: null })
      }
    },
    stop: () => abort?.abort(),
    connect: () =>
      engine.on('export.progress', (progress) => {
        const { job } = get()
        if (job?.target.runId === progress.runId && job.target.trialId === progress.trialId) set({ job: { ...job, progress } })
      }),
  }))
}

export const useExports = createExportsStore({ engine })

export function cardKey({ runId, trialId, format, normalisedAs }: ExportTarget): string {
  return `${trialKey(runId, trialId)}/${format}/${normalisedAs}`
}

/** The newest export of a trial in a format, normalising as one domain; null where there is none. */
export function newestExport(
  made: readonly ExportedModel[],
  { trialId, format, normalisedAs }: Omit<ExportTarget, 'runId'>,
): ExportedModel | null {
  const isWanted = ({ manifest }: ExportedModel): boolean =>
    manifest.origin.trialId === trialId && manifest.format === format && manifest.normalisedAs === normalisedAs
  return made.find(isWanted) ?? null
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}
