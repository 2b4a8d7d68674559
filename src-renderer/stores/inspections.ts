/** What the engine finds in each study's pair, the target counts that were asked for on the record, and the study's own ledger. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { PairRef } from '@shared/domain/dataset'
import type { Inspection, TargetCounts } from '@shared/domain/inspection'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { Study } from '@shared/domain/study'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'

export interface InspectionState {
  /** What was looked at; another folder, split or preparation is another look. */
  readonly key: string
  /** The last look, which may be one from before the change; null until there is one. */
  readonly inspection: Inspection | null
  readonly status: 'looking' | 'ready' | 'failed'
  readonly failure: Failure | null
}

export interface InspectionsState {
  /** By study id. */
  readonly looks: Readonly<Record<string, InspectionState>>
  readonly targetCounts: Readonly<Record<string, TargetCounts>>
  readonly ledgers: Readonly<Record<string, readonly LedgerEntry[]>>
  /** Looks at a pair whose domains are imported. Calling it again changes nothing. */
  look(study: Study): Promise<void>
  /** Counts the target's classes; entered in the study's ledger. */
  countTarget(study: Study, purpose: string): Promise<void>
  loadLedger(studyId: string): Promise<void>
  /** The report's HTML page. */
  report(study: Study): Promise<string>
  /** Forgets what an engine that is gone had found. */
  forget(): void
}

export function createInspectionsStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  const aborts = new Map<string, AbortController>()

  return create<InspectionsState>()((set, get) => {
    const keep = (studyId: string, look: InspectionState): void => set((state) => ({ looks: { ...state.looks, [studyId]: look } }))

    async function loadLedger(studyId: string): Promise<void> {
      const entries = await engine.call('inspection.ledger', { studyId })
      set((state) => ({ ledgers: { ...state.ledgers, [studyId]: entries } }))
    }

    return {
      looks: {},
      targetCounts: {},
      ledgers: {},
      look: async (study) => {
        const pair = pairOf(study)
        if (!pair) return
        const key = JSON.stringify(pair)
        const before = get().looks[study.id]
        if (before?.key === key && before.status !== 'failed') return
        aborts.get(study.id)?.abort()
        const abort = new AbortController()
        aborts.set(study.id, abort)
        keep(study.id, { key, inspection: before?.inspection ?? null, status: 'looking', failure: null })
        try {
          const inspection = await engine.call('inspection.look', pair, { signal: abort.signal })
          if (aborts.get(study.id) === abort) keep(study.id, { key, inspection, status: 'ready', failure: null })
        } catch (error) {
          if (aborts.get(study.id) === abort) keep(study.id, { key, inspection: null, status: 'failed', failure: toFailure(error) })
        }
      },
      countTarget: async (study, purpose) => {
        const { target: source, images, preparation } = study.data
        if (!source) return
        const target = { source, images, ...(preparation?.target ? { preparation: preparation.target } : {}) }
        const counts = await engine.call('inspection.countTarget', { ...target, studyId: study.id, purpose })
        set((state) => ({ targetCounts: { ...state.targetCounts, [study.id]: counts } }))
        await loadLedger(study.id)
      },
      loadLedger,
      report: async (study) => {
        const pair = pairOf(study)
        if (!pair) throw new Error('A report needs both domains.')
        return (await engine.call('inspection.report', { ...pair, title: study.name })).html
      },
      forget: () => {
        for (const abort of aborts.values()) abort.abort()
        aborts.clear()
        set({ looks: {} })
      },
    }
  })
}

export const useInspections = createInspectionsStore({ engine })

export function selectLook(studyId: string): (state: InspectionsState) => InspectionState | null {
  return (state) => state.looks[studyId] ?? null
}

/** Whether what was found is of the study's data as they are now, and not from before a change. */
export function selectIsCurrent(study: Study): (state: InspectionsState) => boolean {
  return (state) => {
    const look = state.looks[study.id]
    return look?.status === 'ready' && look.key === JSON.stringify(pairOf(study))
  }
}

/** The study's data as a run would use it; null while a side is missing. */
export function pairOf({ data }: Study): PairRef | null {
  const { kind, source, target, images, testFraction, splits, preparation, classMap } = data
  if (!source || !target) return null
  return {
    source,
    target,
    images,
    testFraction,
    ...(kind === 'few-shot' || kind === 'zero-shot' ? { newClasses: true } : {}),
    ...(splits ? { splits } : {}),
    ...(preparation ? { preparation } : {}),
    ...(classMap ? { classMap } : {}),
  }
}
