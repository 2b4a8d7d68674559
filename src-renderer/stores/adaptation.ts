/** Test-time adaptation on the Shift screen: the chosen method, its stream through the model in view, and what the last batches gave. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import type { LiveStream, StreamCloud, StreamStep } from '@shared/domain/live-stream'
import type { MethodInfo } from '@shared/domain/method'
import type { ShiftStack } from '@shared/domain/shift'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import { useShift } from './shift'
import { stackAt } from './shift-stack'

/** The source model left alone: nothing adapts. */
export const noAdaptation = 'source'
/** Drawing the cloud takes at most one part in so many of the time; the rest is for batches. */
const cloudShare = 4

/** Batches that stay on the screen. */
export const keptSteps = 30

export interface AdaptationState {
  readonly methods: readonly MethodInfo[]
  readonly method: string
  /** The open scene that is adapted to; null while there is none. */
  readonly sceneId: string | null
  readonly playing: boolean
  /** The adapted copy; opened with the first batch. */
  readonly stream: LiveStream | null
  /** Oldest first, since the last reset. */
  readonly steps: readonly StreamStep[]
  /** The scene's images as the adapted copy saw them last, under these shifts; null before the first batch. */
  readonly cloud: (StreamCloud & { readonly shifts: ShiftStack }) | null
  readonly failure: Failure | null
  loadMethods(): Promise<void>
  /** Another method begins at the source model, paused. */
  choose(method: string): void
  /** Another scene has a model of its own; what was adapted to the former is dropped. */
  attach(sceneId: string | null): void
  /** Answers batch after batch under the newest position of the sliders, until paused. */
  play(): Promise<void>
  pause(): void
  /** Back to the source model; a playing stream goes on from there. */
  reset(): Promise<void>
}

export interface AdaptationDependencies {
  readonly engine: Client<EngineContract>
  readonly shiftsNow: () => ShiftStack
  readonly now?: () => number
}

export function createAdaptationStore({ engine, shiftsNow, now = () => performance.now() }: AdaptationDependencies) {
  /** Counts what is adapted: answers about an earlier one are dropped. */
  let turn = 0
  /** While a loop runs a second Play joins it. */
  let running = false

  return create<AdaptationState>()((set, get) => {
    const close = (stream: LiveStream): void => {
      // It may have been closed with its scene already.
      void engine.call('stream.close', { streamId: stream.streamId }).catch(() => undefined)
    }

    function drop(): void {
      turn++
      const { stream } = get()
      if (stream) close(stream)
      set({ playing: false, stream: null, steps: [], cloud: null, failure: null })
    }

    async function openStream(mine: number): Promise<LiveStream | null> {
      const { sceneId, method, stream } = get()
      if (stream || !sceneId || method === noAdaptation) return stream
      const opened = await engine.call('stream.open', { sceneId, method })
      if (mine === turn) {
        set({ stream: opened })
        return opened
      }
      close(opened)
      return null
    }

    async function drawCloud(stream: LiveStream, mine: number): Promise<void> {
      const shifts = shiftsNow()
      try {
        const cloud = await engine.call('stream.place', { streamId: stream.streamId, shifts })
        if (mine === turn && get().steps.length > 0) set({ cloud: { ...cloud, shifts } })
      } catch (error) {
        // Only that the scene was closed or the sliders moved on; what else is wrong the next batch tells.
        if (toFailure(error).code !== 'cancelled') throw error
      }
    }

    async function playOn(): Promise<void> {
      const mine = turn
      let restUntil = 0
      try {
        const stream = await openStream(mine)
        while (stream && mine === turn && get().playing) {
          const step = await engine.call('stream.step', { streamId: stream.streamId, shifts: shiftsNow() })
          if (mine !== turn) return
          set(({ steps }) => ({ steps: [...steps, step].slice(-keptSteps), failure: null }))
          // The last one is drawn in any case, so that the picture is that of the paused model.
          const began = now()
          if (get().playing && began < restUntil) continue
          await drawCloud(stream, mine)
          restUntil = now() + (cloudShare - 1) * (now() - began)
        }
      } catch (error) {
        // What failed may be closed in the engine; the next Play opens it anew.
        if (mine !== turn) return
        drop()
        set({ failure: toFailure(error) })
      }
    }

    return {
      methods: [],
      method: noAdaptation,
      sceneId: null,
      playing: false,
      stream: null,
      steps: [],
      cloud: null,
      failure: null,
      loadMethods: async () => {
        if (get().methods.length === 0) set({ methods: await engine.call('stream.methods', {}) })
      },
      choose: (method) => {
        drop()
        set({ method })
      },
      attach: (sceneId) => {
        if (sceneId === get().sceneId) return
        drop()
        set({ sceneId })
      },
      play: async () => {
        const { sceneId, method } = get()
        if (!sceneId || method === noAdaptation) return
        set({ playing: true, failure: null })
        if (running) return
        running = true
        try {
          // Another method or scene may have been chosen and played while the last answer was awaited.
          while (get().playing) await playOn()
        } finally {
          running = false
        }
      },
      pause: () => set({ playing: false }),
      reset: async () => {
        const { stream } = get()
        if (!stream) return
        const mine = turn
        try {
          await engine.call('stream.reset', { streamId: stream.streamId })
          if (mine === turn) set({ steps: [], cloud: null })
        } catch (error) {
          if (mine !== turn) return
          drop()
          set({ failure: toFailure(error) })
        }
      },
    }
  })
}

export const useAdaptation = createAdaptationStore({
  engine,
  shiftsNow: () => {
    const { items, severity } = useShift.getState()
    return stackAt(items, severity)
  },
})
