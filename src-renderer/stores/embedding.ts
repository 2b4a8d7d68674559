/** Feature maps by trial: what streams in, what is read back for the timeline, and neighbours of a point. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { EmbeddingFrame } from '@shared/domain/embedding'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import {
  type EmbeddingData,
  foldEmbeddingEvent,
  frameKey,
  mergeCheckpoints,
  noEmbedding,
  noMap,
  type TrialMap,
  withFrame,
  withMap,
} from './fold-embedding'
import { trialKey } from './fold-run-event'

export interface Neighbour {
  readonly point: number
  /** Euclidean, in the network's feature space. */
  readonly distance: number
}

export type MapReading =
  | { readonly state: 'reading' }
  | { readonly state: 'read' }
  | { readonly state: 'failed'; readonly failure: Failure }

export interface EmbeddingState extends EmbeddingData {
  /** Whether a trial's map has been read from disk, by `trialKey`. */
  readonly readings: Readonly<Record<string, MapReading>>
  /** Reads points, checkpoints and the last settled frame of a trial; what streamed in meanwhile is kept. */
  open(runId: string, trialId: string): Promise<void>
  /** The settled frame of one checkpoint, from memory or from disk; marks it as recently used. */
  frameAt(runId: string, trialId: string, epoch: number): Promise<EmbeddingFrame>
  /** Nearest points in the feature space at one checkpoint, nearest first. */
  neighbours(runId: string, trialId: string, epoch: number, point: number, count: number): Promise<readonly Neighbour[]>
  /** Follows the engine's events; returns the function that stops. */
  connect(): () => void
}

export function createEmbeddingStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  return create<EmbeddingState>()((set, get) => {
    const note = (key: string, reading: MapReading): void => set((state) => ({ readings: { ...state.readings, [key]: reading } }))
    return {
      ...noEmbedding,
      readings: {},
      open: async (runId, trialId) => {
        const key = trialKey(runId, trialId)
        if (get().readings[key]?.state === 'reading') return
        note(key, { state: 'reading' })
        try {
          const { points, checkpoints } = await engine.call('embedding.open', { runId, trialId })
          set((state) => {
            const live = state.maps[key] ?? noMap
            return withMap(state, key, {
              ...live,
              points: live.points ?? points,
              checkpoints: mergeCheckpoints(checkpoints, live.checkpoints),
            })
          })
          const last = get().maps[key]?.checkpoints.at(-1)
          if (last && (get().maps[key]?.latest?.epoch ?? -1) < last.epoch) {
            const frame = await get().frameAt(runId, trialId, last.epoch)
            set((state) => foldEmbeddingEvent(state, { name: 'embedding.frame', payload: frame }))
          }
          note(key, { state: 'read' })
        } catch (error) {
          note(key, { state: 'failed', failure: toFailure(error) })
        }
      },
      frameAt: async (runId, trialId, epoch) => {
        const kept = get().frames[frameKey(runId, trialId, epoch)]
        const frame = kept ?? (await engine.call('embedding.frame', { runId, trialId, epoch }))
        set((state) => withFrame(state, frame))
        return frame
      },
      neighbours: (runId, trialId, epoch, point, count) => engine.call('embedding.neighbours', { runId, trialId, epoch, point, count }),
      connect: () => {
        const stops = [
          engine.on('embedding.points', (payload) => set((state) => foldEmbeddingEvent(state, { name: 'embedding.points', payload }))),
          engine.on('embedding.frame', (payload) => set((state) => foldEmbeddingEvent(state, { name: 'embedding.frame', payload }))),
          engine.on('run.removed', ({ runId }) => set((state) => withoutRun(state, runId))),
        ]
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
  })
}

function withoutRun(state: EmbeddingState, runId: string): Pick<EmbeddingState, 'maps' | 'frames' | 'readings'> {
  const others = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => !key.startsWith(`${runId}/`)))
  return { maps: others(state.maps), frames: others(state.frames), readings: others(state.readings) }
}

export const useEmbedding = createEmbeddingStore({ engine })

/** A selector for one trial's map. */
export function selectMap(runId: string | null, trialId: string | null): (state: EmbeddingData) => TrialMap {
  return (state) => (runId && trialId ? (state.maps[trialKey(runId, trialId)] ?? noMap) : noMap)
}
