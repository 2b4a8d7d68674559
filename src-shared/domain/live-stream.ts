/** A model that adapts to a scene's images while the sliders move: what is opened, and what each batch gives. */
import { z } from 'zod'
import { RegistryId } from './ids'
import { ShiftPlaces, ShiftReadings } from './shift-scene'

export const LiveStream = z.object({
  streamId: z.string(),
  sceneId: z.string(),
  method: RegistryId,
  /** Images answered at a time. */
  batch: z.number().int().positive(),
})
export type LiveStream = z.infer<typeof LiveStream>

/** How far a layer is from the source model at one batch. */
export const LayerChange = z.object({
  name: z.string(),
  /** What was learnt: ‖θ − θ₀‖/‖θ₀‖ over the layer's adapted parameters, in percent; null where the method adapts none of them. */
  parameterPct: z.number().nullable(),
  /**
   * The batch's statistics where the method normalises with them: root mean square over channels of (μ_B − μ₀)/σ₀, in the source's
   * standard deviations; null elsewhere.
   */
  statistics: z.number().nullable(),
})
export type LayerChange = z.infer<typeof LayerChange>

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
  /** The network's normalisation layers and whatever else the method adapts, from the input on. */
  layers: z.array(LayerChange),
  event: z.enum(['collapse']).nullable(),
  /** Sentences: assumptions that the stream breaks, and a collapse. */
  notes: z.array(z.string()),
  /** Time the method took to answer and learn. */
  tookMs: z.number(),
})
export type StreamStep = z.infer<typeof StreamStep>

/** The scene's images as the adapted copy sees them. */
export const StreamCloud = z.object({ places: ShiftPlaces, readings: ShiftReadings })
export type StreamCloud = z.infer<typeof StreamCloud>
