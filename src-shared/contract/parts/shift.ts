/** Commands about image shifts: what there is, a look without a model, and a live scene through one. */
import { z } from 'zod'
import { DomainRef } from '../../domain/dataset'
import { FolderId, Seed } from '../../domain/ids'
import { ShiftInfo, ShiftPreset, ShiftStack } from '../../domain/shift'
import { ShiftImages, ShiftPlaces, ShiftPreview, ShiftReadings, ShiftScene } from '../../domain/shift-scene'
import { typedArray } from '../../domain/typed-array'

const SceneLook = z.strictObject({ sceneId: z.string(), shifts: ShiftStack })

export const shiftCommands = {
  'shift.list': { input: z.strictObject({}), output: z.object({ shifts: z.array(ShiftInfo), presets: z.array(ShiftPreset) }) },
  /** An even sample of an imported domain before and after; needs no model and reads no label. */
  'shift.preview': {
    input: DomainRef.extend({
      shifts: ShiftStack,
      seed: Seed.default(0),
      count: z.number().int().min(1).max(64).default(14),
    }),
    output: ShiftPreview,
  },
  /** Opens a model at its last checkpoint on up to 500 test images. Reads no label of the target. The oldest of more than four scenes is closed. */
  'shift.open': {
    input: z.strictObject({ runId: FolderId, trialId: FolderId, images: ShiftImages.default('source-test'), seed: Seed.default(0) }),
    output: ShiftScene,
  },
  /** Shifted images [n, size, size, 4] uint8 RGBA, by their index in the scene. */
  'shift.images': {
    input: SceneLook.extend({ indices: z.array(z.number().int().nonnegative()).max(512) }),
    output: z.object({ pixels: typedArray<Uint8Array>(Uint8Array) }),
  },
  /** Abort it when the slider has moved on. */
  'shift.measure': { input: SceneLook, output: ShiftReadings },
  /** Abort it when the slider has moved on. */
  'shift.place': { input: SceneLook, output: ShiftPlaces },
  'shift.close': { input: z.strictObject({ sceneId: z.string() }), output: z.object({}) },
} as const
