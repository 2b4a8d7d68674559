/** A live look at shifted images through a trained model: what is opened once, and what each position of the sliders gives. */
import { z } from 'zod'
import { FolderId, RegistryId } from './ids'
import { typedArray } from './typed-array'

/** Which images are shifted: source test images have labels of the source; those of target test images stay sealed. */
export const ShiftImages = z.enum(['source-test', 'target-test'])
export type ShiftImages = z.infer<typeof ShiftImages>

export const ShiftScene = z.object({
  sceneId: z.string(),
  runId: FolderId,
  trialId: FolderId,
  method: RegistryId,
  /** Epoch of the checkpoint behind the model. */
  epoch: z.number().nonnegative(),
  images: ShiftImages,
  classNames: z.array(z.string()),
  /** Images that are shifted, and their side in pixels. */
  count: z.number().int().positive(),
  size: z.number().int().positive(),
  /** [count] class ids; -1 for target images, whose labels are sealed. */
  labels: typedArray<Int32Array>(Int32Array),
  /** The fixed map of source images: [M,2] float32 and [M] class ids. */
  reference: z.object({ positions: typedArray<Float32Array>(Float32Array), labels: typedArray<Int32Array>(Int32Array) }),
  /** `trial`: the settled map of this checkpoint; `fresh`: laid out for this scene, since the checkpoint has none. */
  map: z.enum(['trial', 'fresh']),
})
export type ShiftScene = z.infer<typeof ShiftScene>

/** What the model says of the shifted images. */
export const ShiftReadings = z.object({
  /** [count] class id, its probability in [0,1], and the entropy of all probabilities in nats. */
  prediction: typedArray<Int32Array>(Int32Array),
  confidence: typedArray<Float32Array>(Float32Array),
  entropy: typedArray<Float32Array>(Float32Array),
  /** With its 95 % Wilson interval over the images; null where labels are sealed. */
  accuracyPct: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  meanConfidencePct: z.number(),
  meanEntropy: z.number(),
})
export type ShiftReadings = z.infer<typeof ShiftReadings>

/** Where the shifted images lie. */
export const ShiftPlaces = z.object({
  /** [count,2] float32 in the units of the fixed map. */
  positions: typedArray<Float32Array>(Float32Array),
  /** Images whose nearest source image in feature space is of another class than unshifted. */
  left: z.number().int().nonnegative(),
  /** Maximum mean discrepancy between source and shifted features, 0 to √2. */
  discrepancy: z.number(),
})
export type ShiftPlaces = z.infer<typeof ShiftPlaces>

/** Some images before and after, each [n, size, size, 4] uint8 RGBA, without a model. */
export const ShiftPreview = z.object({
  size: z.number().int().positive(),
  count: z.number().int().nonnegative(),
  before: typedArray<Uint8Array>(Uint8Array),
  after: typedArray<Uint8Array>(Uint8Array),
  /** Mean and standard deviation over all values of the sampled images, in [0,1]. */
  statistics: z.object({
    before: z.object({ mean: z.number(), std: z.number() }),
    after: z.object({ mean: z.number(), std: z.number() }),
  }),
})
export type ShiftPreview = z.infer<typeof ShiftPreview>
