/** Feature maps drawn on the Alignment screen: who the points are, and where they are at one checkpoint. */
import { z } from 'zod'
import { AlignmentMeasures } from './alignment'
import { FolderId } from './ids'
import { typedArray } from './typed-array'

/** The points of a trial's map; fixed while the trial runs, so frames only carry positions. */
export const EmbeddingPoints = z.object({
  runId: FolderId,
  trialId: FolderId,
  /** 0 source, 1 target, by point. */
  domain: typedArray<Uint8Array>(Uint8Array),
  /** Number of the source a point is from, 0 for target points; absent where there is one source, and in maps of earlier versions. */
  sourcePart: typedArray<Uint8Array>(Uint8Array).optional(),
  /** Names of the sources, by that number. */
  sourceNames: z.array(z.string()).optional(),
  /** Source class id; -1 for target points, whose labels are sealed. */
  sourceClass: typedArray<Int32Array>(Int32Array),
  /** Index of the image within its domain, for `data.images`. */
  imageIndex: typedArray<Int32Array>(Int32Array),
  classNames: z.array(z.string()),
})
export type EmbeddingPoints = z.infer<typeof EmbeddingPoints>

/** Positions of all points at one moment of training. */
export const EmbeddingFrame = z.object({
  runId: FolderId,
  trialId: FolderId,
  /** Epoch of the weights the features come from; 0 is before training. */
  epoch: z.number().nonnegative(),
  /** `optimising`: more frames of the same epoch follow; `settled`: the last one of its epoch, kept on disk. */
  phase: z.enum(['optimising', 'settled']),
  method: z.enum(['tsne', 'pca']),
  /** [N,2] float32, row-major. */
  positions: typedArray<Float32Array>(Float32Array),
  /** Class id the trial's model gives each point at this epoch. */
  prediction: typedArray<Int32Array>(Int32Array),
  /** Probability of that class, in [0,1]. */
  confidence: typedArray<Float32Array>(Float32Array),
  /** Entropy of the class probabilities over its maximum, in [0,1]: 0 sure, 1 no idea. */
  entropy: typedArray<Float32Array>(Float32Array),
  kl: z.number().nullable(),
  trustworthiness: z.number().nullable(),
  /** How alike a second layout from another seed and another start is, 0 unlike to 1 the same; settled frames only. */
  agreement: z.number().nullable(),
  /** Proxy A-distance on a held-out half, 0 mixed to 2 apart. */
  aDistance: z.number().nullable(),
  /** Of the settled frame. */
  measures: AlignmentMeasures.nullable(),
  iteration: z.number().int().nonnegative(),
  iterations: z.number().int().nonnegative(),
})
export type EmbeddingFrame = z.infer<typeof EmbeddingFrame>

/** What the timeline shows of a checkpoint without its positions. */
export const EmbeddingCheckpoint = z.object({
  epoch: z.number().nonnegative(),
  kl: z.number().nullable(),
  trustworthiness: z.number().nullable(),
  agreement: z.number().nullable(),
  aDistance: z.number().nullable(),
  measures: AlignmentMeasures.nullable(),
})
export type EmbeddingCheckpoint = z.infer<typeof EmbeddingCheckpoint>
