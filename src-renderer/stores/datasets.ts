/** The two domains of each study as imported: progress, summary, thumbnails, and what is wrong with the pair. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { DomainRef, DomainSource, DomainSummary, ImageStrip, ImportProgress, PairProblem } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import type { Study } from '@shared/domain/study'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import { pairOf } from './inspections'

export interface DomainState {
  readonly status: 'importing' | 'ready' | 'failed' | 'cancelled'
  /** What was asked for; another folder or image size is another import. */
  readonly key: string
  readonly source: DomainSource
  readonly progress: ImportProgress | null
  readonly summary: DomainSummary | null
  /** An even sample of the images, for thumbnails. */
  readonly strip: ImageStrip | null
  readonly failure: Failure | null
}

export interface PairState {
  readonly key: string
  readonly problems: readonly PairProblem[] | null
  readonly failure: Failure | null
}

export interface DatasetsState {
  /** By `domainKey(studyId, role)`. */
  readonly domains: Readonly<Record<string, DomainState>>
  /** By study id; present once both domains were looked at together. */
  readonly pairs: Readonly<Record<string, PairState>>
  /** Imports what the study names and is not there yet, then checks the pair. Calling it again changes nothing. */
  sync(study: Study): Promise<void>
  /** Imports one side again, after a failure or a cancel. */
  retry(study: Study, role: DomainRole): Promise<void>
  cancelImport(studyId: string, role: DomainRole): void
  /** Forgets what an engine that is gone had imported. */
  forget(): void
  connect(): () => void
}

const roles = ['source', 'target'] as const
const stripCount = 120

export function domainKey(studyId: string, role: DomainRole): string {
  return `${studyId}/${role}`
}

export function createDatasetsStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  const aborts = new Map<string, AbortController>()
  /** Each study as it was last synced: an import that ends late must be checked against today's pair. */
  const newest = new Map<string, Study>()

  return create<DatasetsState>()((set, get) => {
    const patch = (at: string, key: string, changes: Partial<DomainState>): void =>
      set((state) => {
        const domain = state.domains[at]
        return domain?.key === key ? { domains: { ...state.domains, [at]: { ...domain, ...changes } } } : state
      })

    async function importDomain(study: Study, ref: DomainRef): Promise<void> {
      const { source, role } = ref
      const at = domainKey(study.id, role)
      const key = importKey(ref)
      aborts.get(at)?.abort()
      const abort = new AbortController()
      aborts.set(at, abort)
      const fresh: DomainState = { status: 'importing', key, source, progress: null, summary: null, strip: null, failure: null }
      set((state) => ({ domains: { ...state.domains, [at]: fresh } }))
      try {
        const summary = await engine.call('data.import', ref, { signal: abort.signal })
        patch(at, key, { status: 'ready', summary, progress: null })
        const strip = await engine.call('data.images', { ...ref, count: stripCount })
        patch(at, key, { strip })
      } catch (error) {
        const failure = toFailure(error)
        const cancelled = failure.code === 'cancelled'
        if (aborts.get(at) === abort && get().domains[at]?.status === 'importing') {
          patch(at, key, { status: cancelled ? 'cancelled' : 'failed', failure: cancelled ? null : failure, progress: null })
        }
      } finally {
        if (aborts.get(at) === abort) aborts.delete(at)
      }
    }

    async function checkPair(studyId: string): Promise<void> {
      const study = newest.get(studyId)
      if (!study) return
      const asked = pairOf(study)
      const ready = roles.every((role) => get().domains[domainKey(study.id, role)]?.status === 'ready')
      if (!asked || !ready) return
      const key = pairKey(study)
      if (get().pairs[study.id]?.key === key) return
      const keep = (pair: PairState): void => set((state) => ({ pairs: { ...state.pairs, [study.id]: pair } }))
      keep({ key, problems: null, failure: null })
      try {
        const problems = await engine.call('data.check', asked)
        keep({ key, problems: [...problems].sort((a, b) => Number(b.blocks) - Number(a.blocks)), failure: null })
      } catch (error) {
        keep({ key, problems: null, failure: toFailure(error) })
      }
    }

    return {
      domains: {},
      pairs: {},
      sync: async (study) => {
        newest.set(study.id, study)
        const imports = roles.map(async (role) => {
          const ref = domainRef(study, role)
          const at = domainKey(study.id, role)
          if (!ref) {
            if (get().domains[at]) {
              aborts.get(at)?.abort()
              set((state) => ({ domains: Object.fromEntries(Object.entries(state.domains).filter(([name]) => name !== at)) }))
            }
            return
          }
          if (get().domains[at]?.key !== importKey(ref)) await importDomain(study, ref)
        })
        await Promise.all(imports)
        await checkPair(study.id)
      },
      retry: async (study, role) => {
        const ref = domainRef(study, role)
        if (!ref) return
        newest.set(study.id, study)
        await importDomain(study, ref)
        await checkPair(study.id)
      },
      cancelImport: (studyId, role) => aborts.get(domainKey(studyId, role))?.abort(),
      forget: () => set({ domains: {}, pairs: {} }),
      connect: () =>
        engine.on('data.progress', (progress) =>
          set((state) => {
            const changed = Object.entries(state.domains).filter(
              ([at, domain]) =>
                domain.status === 'importing' && at.endsWith(`/${progress.role}`) && rootOf(domain.source) === progress.root,
            )
            if (changed.length === 0) return state
            return { domains: { ...state.domains, ...Object.fromEntries(changed.map(([at, domain]) => [at, { ...domain, progress }])) } }
          }),
        ),
    }
  })
}

export const useDatasets = createDatasetsStore({ engine })

/** A selector for one side of a study. */
export function selectDomain(studyId: string | null, role: DomainRole): (state: DatasetsState) => DomainState | null {
  return (state) => (studyId ? (state.domains[domainKey(studyId, role)] ?? null) : null)
}

/** Why a study cannot train yet, in one sentence with its remedy; null when it can. Names the worst problem first. */
export function whyNotRun(study: Study | null, state: Pick<DatasetsState, 'domains' | 'pairs'>): string | null {
  if (!study) return 'Open a study first.'
  if (!study.data.source) return 'Choose a source folder on Data first.'
  if (!study.data.target) return 'Choose a target folder on Data first.'
  for (const role of roles) {
    const domain = state.domains[domainKey(study.id, role)]
    if (!domain || domain.status === 'importing') return `The ${role} is still being imported.`
    if (domain.status === 'cancelled') return `The import of the ${role} was cancelled. Import it on Data first.`
    if (domain.failure) return `${domain.failure.message} ${domain.failure.hint}`
  }
  const pair = state.pairs[study.id]
  if (pair?.key !== pairKey(study) || (!pair.problems && !pair.failure)) return 'The two domains are still being compared.'
  if (pair.failure) return `${pair.failure.message} ${pair.failure.hint}`
  const blocking = pair.problems?.find((problem) => problem.blocks)
  return blocking ? `${blocking.message} ${blocking.hint}` : null
}

/** One side of a study as it is to be imported; null while there is none. */
export function domainRef({ data }: Study, role: DomainRole): DomainRef | null {
  const source = data[role]
  const preparation = data.preparation?.[role]
  return source ? { source, role, images: data.images, ...(preparation ? { preparation } : {}) } : null
}

function importKey(ref: DomainRef): string {
  return JSON.stringify(ref)
}

function pairKey(study: Study): string {
  return JSON.stringify(pairOf(study))
}

/** What `data.progress` calls the domain: its folder or its pair, shifted or not. */
function rootOf(source: DomainSource): string {
  if (source.kind === 'shifted' || source.kind === 'classes') return rootOf(source.base)
  if (source.kind === 'joined') return source.parts.map(rootOf).join(' + ')
  return source.kind === 'folder' ? source.path : `${source.pair}/${source.role}`
}
