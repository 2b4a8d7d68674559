/** A model that adapts to a scene's images while the sliders move: what is opened, and what each batch gives. */
import { z } from 'zod'
import { RegistryId } from './ids'

export const LiveStream = z.object({
  streamId: z.string(),
  sceneId: z.string(),
  method: RegistryId,
  /** Images answered at a time. */
  batch: z.number().int().positive(),
})
export type LiveStream = z.infer<typeof LiveStream>

/** One batch: answered first, learnt from afterwards. */
export const StreamStep = z.object({
  /** Counted from 1 since the last reset. */
  step: z.number().int().positive(),
  /** Null where the scene's labels are sealed. */
  errorPct: z.number().nullable(),
  /** The source model left alone, on the same images. */
  withoutAdaptation: z.object({ errorPct: z.number().nullable() }),
  /** Mean entropy of the answers in nats, and mean confidence in percent. */
  entropy: z.number(),
  confidencePct: z.number(),
  /** What the method says about itself, by name. */
  metrics: z.record(z.string(), z.number()),
  event: z.enum(['collapse']).nullable(),
  /** Sentences: assumptions that the stream breaks, and a collapse. */
  notes: z.array(z.string()),
  /** Time the method took to answer and learn. */
  tookMs: z.number(),
})
export type StreamStep = z.infer<typeof StreamStep>
