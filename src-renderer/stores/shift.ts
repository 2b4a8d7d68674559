/** The Shift screen's state: the sliders, the models they are watched through, what each position gives, and the sweep over all severities. */
import type { EngineContract } from '@shared/contract/engine'
import type { Failure } from '@shared/contract/failure'
import { maxSeverity, type ShiftInfo, type ShiftPreset, type ShiftStack } from '@shared/domain/shift'
import type { ShiftPlaces, ShiftReadings, ShiftScene } from '@shared/domain/shift-scene'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'
import { toFailure } from './failure'
import { fromStack, type SliderState, stackAt } from './shift-stack'

/** One position of the sliders, as far as it is known: images come first, then figures, then the map. */
export interface ShiftLook {
  readonly shifts: ShiftStack
  readonly severity: number
  /** [n, size, size, 4] uint8 RGBA of the images in the before/after row. */
  readonly images: Uint8Array | null
  readonly readings: ShiftReadings | null
  readonly places: ShiftPlaces | null
  /** From the slider's move to the map, in milliseconds. */
  readonly tookMs: number | null
}

/** One severity of the sweep. */
export interface SweepPoint {
  readonly severity: number
  readonly readings: ShiftReadings
  /** Null for models that are only compared. */
  readonly places: ShiftPlaces | null
}

export interface SceneState {
  readonly status: 'opening' | 'ready' | 'failed'
  readonly scene: ShiftScene | null
  readonly failure: Failure | null
}

export interface ShiftState extends SliderState {
  readonly catalogue: { readonly shifts: readonly ShiftInfo[]; readonly presets: readonly ShiftPreset[] } | null
  /** The model in view, and one beside it for the curve; by trial key. */
  readonly scenes: Readonly<Record<string, SceneState>>
  readonly shownKey: string | null
  readonly rowIndices: readonly number[]
  readonly look: ShiftLook | null
  /** Unshifted images of the row, for the upper line. */
  readonly before: Uint8Array | null
  /** By trial key, ascending in severity; of the present shares of the stack. */
  readonly sweeps: Readonly<Record<string, readonly SweepPoint[]>>
  /** A failed question about the present position. */
  readonly failure: Failure | null
  loadCatalogue(): Promise<void>
  setSliders(sliders: SliderState): void
  /** Opens these trials (the first is shown) and closes all others. */
  show(trials: readonly { readonly runId: string; readonly trialId: string }[]): Promise<void>
  /** Stops all work and closes all models. */
  leave(): void
}

export const sweepSeverities: readonly number[] = Array.from({ length: 2 * maxSeverity + 1 }, (_, at) => at / 2)
/** Rest of the sliders before the sweep goes on, in milliseconds. */
const restMs = 200
const rowLength = 20

const startStack: ShiftStack = [
  { kind: 'rotation', severity: 0 },
  { kind: 'background-texture', severity: 0 },
  { kind: 'gaussian-noise', severity: 0 },
]

export const trialKeyOf = (trial: { readonly runId: string; readonly trialId: string }): string => `${trial.runId}/${trial.trialId}`

export function createShiftStore(deps: { readonly engine: Client<EngineContract>; readonly now?: () => number }) {
  const { engine, now = () => performance.now() } = deps
  /** The position that is being answered; a newer one waits until it is, and replaces what waits. */
  let answering = false
  let wanted: { readonly at: number } | null = null
  let sweeping: AbortController | null = null
  let rest: ReturnType<typeof setTimeout> | null = null
  /** Counts what is shown: answers to an earlier question are dropped. */
  let shown = 0

  return create<ShiftState>()((set, get) => {
    const sceneOf = (key: string | null): ShiftScene | null => (key ? (get().scenes[key]?.scene ?? null) : null)

    async function answer(): Promise<void> {
      if (answering) return
      answering = true
      try {
        while (wanted) {
          const { at } = wanted
          wanted = null
          await answerOne(at, shown)
        }
      } finally {
        answering = false
      }
      restThenSweep()
    }

    async function answerOne(at: number, turn: number): Promise<void> {
      const { items, severity, shownKey, rowIndices, look } = get()
      const scene = sceneOf(shownKey)
      if (!scene) return
      const { sceneId } = scene
      const shifts = stackAt(items, severity)
      const publish = (patch: Partial<ShiftLook>): void => {
        if (turn === shown) set((state) => ({ look: { ...(state.look ?? blank), ...patch }, failure: null }))
      }
      const blank: ShiftLook = look ?? { shifts, severity, images: null, readings: null, places: null, tookMs: null }
      try {
        const { pixels } = await engine.call('shift.images', { sceneId, shifts, indices: [...rowIndices] })
        publish({ shifts, severity, images: pixels })
        publish({ readings: await engine.call('shift.measure', { sceneId, shifts }) })
        publish({ places: await engine.call('shift.place', { sceneId, shifts }), tookMs: now() - at })
      } catch (error) {
        const failure = toFailure(error)
        if (turn === shown && failure.code !== 'cancelled') set({ failure })
      }
    }

    function ask(): void {
      sweeping?.abort()
      if (rest) clearTimeout(rest)
      wanted = { at: now() }
      void answer()
    }

    function restThenSweep(): void {
      if (rest) clearTimeout(rest)
      rest = setTimeout(() => void sweep(), restMs)
    }

    /** Measures what is missing of the sweep, from the severities around the handle outwards for the shown model, then the others. */
    async function sweep(): Promise<void> {
      sweeping?.abort()
      const abort = new AbortController()
      sweeping = abort
      const { shownKey, scenes, items } = get()
      const keys = Object.keys(scenes).sort((a, b) => Number(b === shownKey) - Number(a === shownKey))
      try {
        for (const key of keys) {
          for (const severity of sweepSeverities) {
            const scene = sceneOf(key)
            if (!scene || get().sweeps[key]?.some((point) => point.severity === severity)) continue
            const question = { sceneId: scene.sceneId, shifts: stackAt(items, severity) }
            const readings = await engine.call('shift.measure', question, { signal: abort.signal })
            const places = key === get().shownKey ? await engine.call('shift.place', question, { signal: abort.signal }) : null
            if (abort.signal.aborted) return
            set((state) => ({ sweeps: { ...state.sweeps, [key]: insert(state.sweeps[key] ?? [], { severity, readings, places }) } }))
          }
        }
      } catch (error) {
        const failure = toFailure(error)
        if (!abort.signal.aborted && failure.code !== 'cancelled') set({ failure })
      }
    }

    async function open(key: string, trial: { readonly runId: string; readonly trialId: string }): Promise<void> {
      set((state) => ({ scenes: { ...state.scenes, [key]: { status: 'opening', scene: null, failure: null } } }))
      try {
        const scene = await engine.call('shift.open', { runId: trial.runId, trialId: trial.trialId })
        if (!(key in get().scenes)) {
          await engine.call('shift.close', { sceneId: scene.sceneId })
          return
        }
        set((state) => ({ scenes: { ...state.scenes, [key]: { status: 'ready', scene, failure: null } } }))
        if (key === get().shownKey) await begin(scene)
        else restThenSweep()
      } catch (error) {
        if (key in get().scenes)
          set((state) => ({ scenes: { ...state.scenes, [key]: { status: 'failed', scene: null, failure: toFailure(error) } } }))
      }
    }

    async function begin(scene: ShiftScene): Promise<void> {
      const turn = shown
      const rowIndices = spreadOver(scene.count, rowLength)
      const { pixels } = await engine.call('shift.images', { sceneId: scene.sceneId, shifts: [], indices: [...rowIndices] })
      if (turn !== shown) return
      set({ rowIndices, before: pixels })
      ask()
    }

    function forget(keys: readonly string[]): void {
      const { scenes } = get()
      for (const key of keys) {
        const sceneId = scenes[key]?.scene?.sceneId
        if (sceneId) void engine.call('shift.close', { sceneId }).catch(() => undefined)
      }
      const kept = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
        Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
      set((state) => ({ scenes: kept(state.scenes), sweeps: kept(state.sweeps) }))
    }

    function stop(): void {
      shown++
      sweeping?.abort()
      if (rest) clearTimeout(rest)
      wanted = null
    }

    return {
      ...fromStack(startStack),
      catalogue: null,
      scenes: {},
      shownKey: null,
      rowIndices: [],
      look: null,
      before: null,
      sweeps: {},
      failure: null,
      loadCatalogue: async () => {
        if (!get().catalogue) set({ catalogue: await engine.call('shift.list', {}) })
      },
      setSliders: (sliders) => {
        const sameShares = JSON.stringify(sharesOf(sliders)) === JSON.stringify(sharesOf(get()))
        set({ ...sliders, ...(sameShares ? {} : { sweeps: {} }) })
        ask()
      },
      show: async (trials) => {
        const keys = trials.map(trialKeyOf)
        const before = get()
        forget(Object.keys(before.scenes).filter((key) => !keys.includes(key)))
        const shownKey = keys[0] ?? null
        if (shownKey !== before.shownKey) {
          stop()
          set({ shownKey, look: null, before: null, failure: null, sweeps: {} })
          const scene = sceneOf(shownKey)
          if (scene) await begin(scene)
        }
        await Promise.all(
          trials.map((trial, at) => {
            const state = get().scenes[keys[at] as string]
            return state && state.status !== 'failed' ? undefined : open(keys[at] as string, trial)
          }),
        )
      },
      leave: () => {
        stop()
        forget(Object.keys(get().scenes))
        set({ shownKey: null, look: null, before: null, failure: null })
      },
    }
  })
}

export const useShift = createShiftStore({ engine })

/** What the sweep depends on: the kinds in order and their shares, not how far the handle is pulled. */
function sharesOf({ items }: SliderState): readonly (readonly [string, number])[] {
  return items.map(({ kind, weight }) => [kind, Math.round(1e4 * weight)] as const)
}

function insert(points: readonly SweepPoint[], point: SweepPoint): readonly SweepPoint[] {
  return [...points, point].sort((a, b) => a.severity - b.severity)
}

/** `wanted` of 0..count-1, evenly and then mixed, so that neighbours in the row are of different classes. */
function spreadOver(count: number, wanted: number): readonly number[] {
  const taken = Math.min(count, wanted)
  const even = Array.from({ length: taken }, (_, at) => Math.floor(((at + 0.5) * count) / taken))
  const step = [7, 3, 1].find((one) => taken % one !== 0 || one === 1) as number
  return even.map((_, at) => even[(at * step) % taken] as number)
}
