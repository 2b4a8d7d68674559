/** Handlers for image shifts: the list, previews without a model, and the few live scenes that are open. */

import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { shiftCommands } from '@shared/contract/parts/shift'
import type { Handlers } from '@shared/rpc/types'
import type { Crew } from '../analysis/threads/crew'
import { evenly, toRgba } from '../data/sample-strip'
import { createShifter } from '../shift/apply-shifts'
import { shiftPresets } from '../shift/presets'
import { listShifts } from '../shift/registry'
import type { DomainStore } from './domain-store'
import type { RunManager } from './run-manager'
import { openScene, type ShiftScene } from './shift-scene'

/** A scene holds a model and some megabytes of features; these many are enough for a screen and its comparisons. */
const openScenes = 4

export type ShiftHandlers = Pick<Handlers<EngineContract>, keyof typeof shiftCommands>

export interface ShiftServices {
  readonly domains: DomainStore
  readonly runs: RunManager
  readonly crew: Crew
}

export interface ShiftCommands {
  readonly handlers: ShiftHandlers
  /** The open scene of this id. Throws `not-found` when it is closed. */
  find(sceneId: string): ShiftScene
  dispose(): void
}

export function createShiftHandlers({ domains, runs, crew }: ShiftServices): ShiftCommands {
  const scenes = new Map<string, ShiftScene>()

  function find(sceneId: string): ShiftScene {
    const scene = scenes.get(sceneId)
    if (scene === undefined) throw new AppError('not-found', 'This view of the model is closed.', 'Open the Shift screen again.', 'sceneId')
    // Used last, closed last.
    scenes.delete(sceneId)
    scenes.set(sceneId, scene)
    return scene
  }

  function close(sceneId: string): void {
    scenes.get(sceneId)?.dispose()
    scenes.delete(sceneId)
  }

  const handlers: ShiftHandlers = {
    'shift.list': () => ({ shifts: listShifts(), presets: [...shiftPresets] }),
    'shift.preview': async ({ shifts, seed, count, ...ref }, { signal }) => {
      const domain = await domains.get(ref, signal)
      const indices = evenly(domain.summary.images, count)
      const size = ref.images.imageSize
      const before = domain.pixels.read(indices)
      const keys = indices.map((index) => domain.contentHashes[index])
      const after = createShifter({ height: size, width: size, pixels: before, keys }, seed).apply(shifts)
      return {
        size,
        count: indices.length,
        before: asRgba(before),
        after: asRgba(after),
        statistics: { before: statisticsOf(before), after: statisticsOf(after) },
      }
    },
    'shift.open': async ({ runId, trialId, images, seed }, { signal }) => {
      const scene = await openScene(domains, { run: await runs.find(runId), trialId, images, seed, crew }, signal)
      scenes.set(scene.record.sceneId, scene)
      for (const oldest of [...scenes.keys()].slice(0, -openScenes)) close(oldest)
      return scene.record
    },
    'shift.images': ({ sceneId, shifts, indices }) => ({ pixels: find(sceneId).images(shifts, indices) }),
    'shift.measure': ({ sceneId, shifts }, { signal }) => find(sceneId).measure(shifts, signal),
    'shift.place': ({ sceneId, shifts }, { signal }) => find(sceneId).place(shifts, signal),
    'shift.close': ({ sceneId }) => {
      close(sceneId)
      return {}
    },
  }
  return {
    handlers,
    find,
    dispose() {
      for (const sceneId of [...scenes.keys()]) close(sceneId)
    },
  }
}

function asRgba(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4)
  toRgba(rgb, rgba)
  return rgba
}

/** In [0,1]. */
function statisticsOf(values: Uint8Array): { readonly mean: number; readonly std: number } {
  if (values.length === 0) return { mean: 0, std: 0 }
  let [sum, squares] = [0, 0]
  for (const value of values) {
    sum += value / 255
    squares += (value / 255) ** 2
  }
  const mean = sum / values.length
  return { mean, std: Math.sqrt(Math.max(0, squares / values.length - mean ** 2)) }
}
