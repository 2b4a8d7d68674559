/** The recipe of each study as the engine last measured it, whether the panel is open, and the run that a remedy has prepared. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { PairRef } from '@shared/domain/dataset'
import type { RecipeReport, RecipeSetup } from '@shared/domain/recipe'
import type { RunChange } from '@shared/domain/run-change'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'

export interface RecipeLook {
  readonly studyId: string
  readonly pair: PairRef
  readonly setup: RecipeSetup
  readonly runId: string | null
  /** Changes when the run has: its status and checkpoints. */
  readonly version: string
}

export interface RecipeState {
  readonly key: string
  /** The last report, which may be from before a change; null until there is one. */
  readonly report: RecipeReport | null
  readonly status: 'looking' | 'measuring' | 'ready' | 'failed'
  readonly failure: Failure | null
}

export interface RecipeProgress {
  readonly part: string
  readonly done: number
  readonly total: number
}

export interface RecipesState {
  /** By study id. */
  readonly looks: Readonly<Record<string, RecipeState>>
  /** Set-up in the run form, by study id: what the gates of the first architecture are about before a run. */
  readonly drafts: Readonly<Record<string, RecipeSetup>>
  /** A change that waits for the run form of a study. */
  readonly prepared: { readonly studyId: string; readonly change: RunChange } | null
  readonly progress: RecipeProgress | null
  /** Null: as the screen and the window's width suggest. */
  readonly open: boolean | null
  /** Judges what is known. Calling it again changes nothing. */
  look(look: RecipeLook): Promise<void>
  /** The same with the quick experiments of the first architecture. */
  measure(look: RecipeLook): Promise<void>
  /** Stops measuring. */
  stop(studyId: string): void
  draft(studyId: string, setup: RecipeSetup): void
  prepare(studyId: string, change: RunChange): void
  /** Hands the prepared change over, once. */
  takePrepared(studyId: string): RunChange | null
  setOpen(open: boolean): void
  /** Follows the engine's progress; returns the function that stops. */
  connect(): () => void
  /** Forgets what an engine that is gone had found. */
  forget(): void
}

export function createRecipesStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  const aborts = new Map<string, AbortController>()

  return create<RecipesState>()((set, get) => {
    const keep = (studyId: string, state: RecipeState): void => set(({ looks }) => ({ looks: { ...looks, [studyId]: state } }))

    async function ask({ studyId, version, ...look }: RecipeLook, measure: boolean): Promise<void> {
      const key = JSON.stringify([look, version])
      const before = get().looks[studyId]
      if (!measure && before?.key === key && before.status !== 'failed') return
      // A measurement goes on while the rest of the study changes.
      if (!measure && before?.status === 'measuring') return
      aborts.get(studyId)?.abort()
      const abort = new AbortController()
      aborts.set(studyId, abort)
      keep(studyId, { key, report: before?.report ?? null, status: measure ? 'measuring' : 'looking', failure: null })
      try {
        const report = await engine.call('recipe.look', { ...look, measure }, { signal: abort.signal })
        if (aborts.get(studyId) === abort) keep(studyId, { key, report, status: 'ready', failure: null })
      } catch (error) {
        const failure = toFailure(error)
        if (aborts.get(studyId) !== abort) return
        // A measurement that was stopped leaves what was known.
        if (failure.code === 'cancelled') keep(studyId, { key: '', report: before?.report ?? null, status: 'ready', failure: null })
        else keep(studyId, { key, report: before?.report ?? null, status: 'failed', failure })
      } finally {
        if (aborts.get(studyId) === abort) set({ progress: null })
      }
    }

    return {
      looks: {},
      drafts: {},
      prepared: null,
      progress: null,
      open: null,
      look: (look) => ask(look, false),
      measure: (look) => ask(look, true),
      stop: (studyId) => aborts.get(studyId)?.abort(),
      draft: (studyId, setup) => {
        if (JSON.stringify(get().drafts[studyId]) !== JSON.stringify(setup))
          set(({ drafts }) => ({ drafts: { ...drafts, [studyId]: setup } }))
      },
      prepare: (studyId, change) => set({ prepared: { studyId, change } }),
      takePrepared: (studyId) => {
        const { prepared } = get()
        if (prepared?.studyId !== studyId) return null
        set({ prepared: null })
        return prepared.change
      },
      setOpen: (open) => set({ open }),
      connect: () => engine.on('recipe.progress', (progress) => set({ progress })),
      forget: () => {
        for (const abort of aborts.values()) abort.abort()
        aborts.clear()
        set({ looks: {}, progress: null })
      },
    }
  })
}

export const useRecipes = createRecipesStore({ engine })
