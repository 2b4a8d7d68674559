/** Studies and their data settings: which folders, which image size, how much is held out. */
import type { EngineContract } from '@shared/contract/engine'
import type { DomainSource } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import type { Study, StudyData } from '@shared/domain/study'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'

export interface StudiesState {
  /** Last changed first. */
  readonly studies: readonly Study[]
  readonly listed: boolean
  refresh(): Promise<void>
  create(study: { readonly name: string; readonly data: StudyData; readonly demo?: boolean }): Promise<Study>
  rename(studyId: string, name: string): Promise<Study>
  /** Changes part of the data settings and resolves with what they were before, for undo. */
  changeData(studyId: string, changes: Partial<StudyData>): Promise<StudyData>
  remove(studyId: string): Promise<void>
  restore(studyId: string): Promise<void>
}

export const noData: StudyData = { source: null, target: null, images: { imageSize: 28 }, testFraction: 0.1 }

export function createStudiesStore(deps: { readonly engine: Client<EngineContract> }) {
  return create<StudiesState>()((set, get) => {
    const keep = (study: Study): Study => {
      set((state) => ({ studies: [study, ...state.studies.filter((one) => one.id !== study.id)] }))
      return study
    }
    return {
      studies: [],
      listed: false,
      refresh: async () => {
        const studies = await deps.engine.call('studies.list', {})
        set({ studies: [...studies].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)), listed: true })
      },
      create: async ({ name, data, demo = false }) => keep(await deps.engine.call('studies.create', { name, data, demo })),
      rename: async (studyId, name) => keep(await deps.engine.call('studies.update', { studyId, name })),
      changeData: async (studyId, changes) => {
        const before = get().studies.find((study) => study.id === studyId)?.data ?? noData
        keep(await deps.engine.call('studies.update', { studyId, data: { ...before, ...changes } }))
        return before
      },
      remove: async (studyId) => {
        await deps.engine.call('studies.remove', { studyId })
        set((state) => ({ studies: state.studies.filter((study) => study.id !== studyId) }))
      },
      restore: async (studyId) => {
        keep(await deps.engine.call('studies.restore', { studyId }))
      },
    }
  })
}

export const useStudies = createStudiesStore({ engine })

export function selectStudy(studyId: string | null): (state: StudiesState) => Study | null {
  return (state) => state.studies.find((study) => study.id === studyId) ?? null
}

/** Both domains of a built-in pair. */
export function builtInSource(pair: string, role: DomainRole): DomainSource {
  return { kind: 'built-in', pair, role }
}
