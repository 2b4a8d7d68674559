/** Whole streams and sweeps through the model in view: what is asked for, how far it is, and what came of it. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { StreamPlan, StreamResult } from '@shared/domain/stream'
import type { SweepPlan, SweepResult } from '@shared/domain/stream-sweep'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import { trialKeyOf } from './shift'

export type StreamKind = 'sweep' | 'stream'

/** What is streamed: the trained trial, and a folder or null for the source's test images. */
export interface StreamTarget {
  readonly runId: string
  readonly trialId: string
  readonly data: string | null
}

export interface StreamJob {
  readonly jobId: string
  readonly kind: StreamKind
  readonly done: number
  /** 0 until the engine has counted. */
  readonly total: number
  readonly secondsLeft: number | null
}

export interface StreamsState {
  /** Only one at a time: they share the cores. */
  readonly job: StreamJob | null
  /** Whose streams these are; another trial's begin with nothing. */
  readonly trialKey: string | null
  /** The last sweep, as far as it is known; kept while another is asked for. */
  readonly sweep: SweepResult | null
  readonly result: StreamResult | null
  readonly failure: Failure | null
  startSweep(target: StreamTarget, plan: PlanInput<SweepPlan, 'method'>): Promise<void>
  startStream(target: StreamTarget, plan: PlanInput<StreamPlan, 'method'>, keep: boolean): Promise<void>
  /** Finished streams of a sweep are kept: asked again, it goes on. */
  cancel(): void
  /** Listens to the engine; returns what stops it. */
  connect(): () => void
}

/** A plan whose other fields have defaults. */
type PlanInput<P, K extends keyof P> = Partial<P> & Pick<P, K>

export function createStreamsStore({ engine }: { readonly engine: Client<EngineContract> }) {
  let lastJob = 0
  let abort: AbortController | null = null

  return create<StreamsState>()((set, get) => {
    async function run(
      kind: StreamKind,
      target: StreamTarget,
      work: (jobId: string, signal: AbortSignal) => Promise<Partial<StreamsState>>,
    ): Promise<void> {
      abort?.abort()
      const mine = new AbortController()
      abort = mine
      const jobId = `${kind}-${++lastJob}`
      const trialKey = trialKeyOf(target)
      set({
        job: { jobId, kind, done: 0, total: 0, secondsLeft: null },
        failure: null,
        ...(trialKey === get().trialKey ? {} : { trialKey, sweep: null, result: null }),
      })
      const patch = await work(jobId, mine.signal).catch((error: unknown): Partial<StreamsState> => {
        const failure = toFailure(error)
        return failure.code === 'cancelled' ? {} : { failure }
      })
      // A later job may have taken its place.
      if (get().job?.jobId === jobId) set({ ...patch, job: null })
    }

    return {
      job: null,
      trialKey: null,
      sweep: null,
      result: null,
      failure: null,
      startSweep: (target, plan) =>
        run('sweep', target, async (jobId, signal) => ({
          sweep: await engine.call('stream.sweep', { jobId, ...target, plan }, { signal }),
        })),
      startStream: (target, plan, keep) =>
        run('stream', target, async (jobId, signal) => ({
          result: await engine.call('stream.run', { jobId, ...target, plan, keep }, { signal }),
        })),
      cancel: () => abort?.abort(),
      connect: () => {
        const stops = [
          engine.on('stream.progress', ({ jobId, ...progress }) =>
            set(({ job }) => (job?.jobId === jobId ? { job: { ...job, ...progress } } : {})),
          ),
          engine.on('stream.map', ({ jobId, sweep }) => set(({ job }) => (job?.jobId === jobId ? { sweep } : {}))),
        ]
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
  })
}

export const useStreams = createStreamsStore({ engine })
