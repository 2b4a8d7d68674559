/** Reduced models of the trials in view, the one reduction that runs, and what the next one would cost. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { ModelFigures, ReductionEntry, ReductionInfo, ReductionPoint, ReductionProgress, ReductionWay } from '@shared/domain/reduction'
import type { Overrides, RunRecord } from '@shared/domain/run'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import { trialKey } from './fold-run-event'

export interface TrialRef {
  readonly runId: string
  readonly trialId: string
}

/** A trial at one of its checkpoints: one that trains on is another model with each. */
export interface TrialState extends TrialRef {
  readonly epoch: number
}

/** What is asked for: a way with its settings, from the trained model (null) or a reduced one. */
export interface ReductionPlan {
  readonly from: string | null
  readonly way: ReductionWay
  readonly settings: Overrides
}

export interface TrialReductions {
  readonly trained: ModelFigures
  /** Oldest first. */
  readonly entries: readonly ReductionEntry[]
}

export interface ReductionJob extends ReductionPlan {
  /** Of the trial. */
  readonly key: string
  readonly progress: ReductionProgress | null
  readonly points: readonly ReductionPoint[]
}

export interface PreviewState {
  /** The plan that the figures are of, and its trial. */
  readonly key: string
  /** Null while they are being computed, and for a way that cannot be looked at beforehand. */
  readonly figures: ModelFigures | null
  readonly waiting: boolean
  /** Why this plan cannot be carried out. */
  readonly problem: Failure | null
}

export interface ReductionsState {
  readonly ways: readonly ReductionInfo[]
  /** By trial. */
  readonly trials: Readonly<Record<string, TrialReductions>>
  readonly job: ReductionJob | null
  readonly preview: PreviewState | null
  readonly failure: Failure | null
  connect(): () => void
  load(trial: TrialRef): Promise<void>
  /** Figures without fine-tuning; the newest plan wins. */
  look(trial: TrialState, plan: ReductionPlan): Promise<void>
  /** The model that came of it; null when it was stopped or failed. */
  reduce(trial: TrialRef, plan: ReductionPlan): Promise<ReductionEntry | null>
  stop(): void
  keep(trial: TrialRef, reduced: string): Promise<RunRecord>
}

export function createReductionsStore({ engine }: { readonly engine: Client<EngineContract> }) {
  let running: AbortController | null = null
  let looking: AbortController | null = null

  return create<ReductionsState>()((set, get) => ({
    ways: [],
    trials: {},
    job: null,
    preview: null,
    failure: null,
    connect: () => {
      const ofJob = ({ runId, trialId }: TrialRef): boolean => get().job?.key === trialKey(runId, trialId)
      const stops = [
        engine.on('reduction.progress', ({ progress, ...trial }) => {
          if (ofJob(trial)) set(({ job }) => ({ job: job && { ...job, progress } }))
        }),
        engine.on('reduction.point', ({ point, ...trial }) => {
          if (ofJob(trial)) set(({ job }) => ({ job: job && { ...job, points: [...job.points, point] } }))
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    load: async (trial) => {
      try {
        if (get().ways.length === 0) set({ ways: await engine.call('reduction.ways', {}) })
        const list = await engine.call('reduction.list', trial)
        set(({ trials }) => ({ trials: { ...trials, [trialKey(trial.runId, trial.trialId)]: list }, failure: null }))
      } catch (error) {
        set({ failure: toFailure(error) })
      }
    },
    look: async ({ epoch, ...trial }, plan) => {
      looking?.abort()
      const mine = new AbortController()
      looking = mine
      const key = JSON.stringify([trial, epoch, plan])
      if (get().preview?.key === key) return
      // The last figures stay until the next are there, so that a sliding hand sees them move.
      set(({ preview }) => ({ preview: { key, figures: preview?.figures ?? null, waiting: true, problem: null } }))
      try {
        const { figures } = await engine.call('reduction.preview', { ...trial, ...plan }, { signal: mine.signal })
        if (looking === mine) set({ preview: { key, figures, waiting: false, problem: null } })
      } catch (error) {
        if (looking === mine && !mine.signal.aborted) set({ preview: { key, figures: null, waiting: false, problem: toFailure(error) } })
      }
    },
    reduce: async (trial, plan) => {
      const mine = new AbortController()
      running = mine
      const key = trialKey(trial.runId, trial.trialId)
      set({ job: { ...plan, key, progress: null, points: [] }, failure: null })
      try {
        const entry = await engine.call('reduction.start', { ...trial, ...plan }, { signal: mine.signal })
        await get().load(trial)
        return entry
      } catch (error) {
        if (!mine.signal.aborted) set({ failure: toFailure(error) })
        return null
      } finally {
        set({ job: null })
        running = null
      }
    },
    stop: () => running?.abort(),
    keep: (trial, reduced) => engine.call('reduction.keep', { ...trial, reduced }),
  }))
}

export const useReductions = createReductionsStore({ engine })
