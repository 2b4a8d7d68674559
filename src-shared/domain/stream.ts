/** A stream of images that a model adapts to at test time: what is asked for, and what came of it. */
import { z } from 'zod'
import { RegistryId, Seed } from './ids'
import { ShiftSpec } from './shift'

/**
 * `online`: the model is reset when the shift changes. `episodic`: before every batch. `continual`: never. `mixed`: all shifts
 * within every batch, never reset. `correlated`: as online, images in runs of the same class. `gradual`: each shift from severity
 * 1 up to the asked one and back, never reset.
 */
export const StreamProtocol = z.enum(['online', 'episodic', 'continual', 'mixed', 'correlated', 'gradual'])
export type StreamProtocol = z.infer<typeof StreamProtocol>

export const StreamPlan = z.strictObject({
  method: RegistryId,
  protocol: StreamProtocol.default('online'),
  /** One after another; empty: the images as they are. */
  shifts: z.array(ShiftSpec).max(64).default([]),
  batch: z.number().int().min(1).max(1024).default(64),
  /** With batch 1: the last so many images are looked at together, and the newest is answered. */
  window: z.number().int().min(1).max(512).default(1),
  seed: Seed.default(0),
  /**
   * `file`: in the order of the file names. `subfolders`: each folder right below the one that is given is a shift of its own, one
   * after another by name, shuffled within. A correlated stream makes its own order within a shift.
   */
  order: z.enum(['shuffled', 'file', 'subfolders']).default('shuffled'),
  /** Concentration δ of the Dirichlet distribution over classes of a correlated stream: small values, long runs of one class. */
  concentration: z.number().min(0.001).max(1000).default(0.1),
  /** Puts the model back when the predictions collapse onto one class. */
  guard: z.boolean().default(false),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})
export type StreamPlan = z.infer<typeof StreamPlan>

/** Figures of a part of a stream; errors are null where the images have no labels. */
export const StreamFigures = z.object({
  images: z.number().int(),
  errorPct: z.number().nullable(),
  withoutAdaptation: z.object({ errorPct: z.number().nullable() }),
  /** Mean entropy of the answers in nats, and mean confidence in percent. */
  entropy: z.number(),
  confidencePct: z.number(),
})
export type StreamFigures = z.infer<typeof StreamFigures>

export const StreamResult = StreamFigures.extend({
  plan: StreamPlan,
  /** `kind`: the shift's id, or the subfolder's name, whose severity is null. */
  perShift: z.array(StreamFigures.extend({ kind: z.string(), severity: z.number().nullable() })),
  /** What went on, in words: resets, collapses, assumptions that the stream breaks. */
  notes: z.array(z.string()),
  resets: z.number().int(),
  /** Time spent answering and adapting only. */
  seconds: z.number(),
  batchesPerSecond: z.number(),
  /** Reads of target labels: none on source test images. */
  ledger: z.object({ targetLabelReads: z.number().int() }),
  /** Run folder that holds the adapted model; null where it was not kept. */
  savedAs: z.string().nullable(),
})
export type StreamResult = z.infer<typeof StreamResult>
