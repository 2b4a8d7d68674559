/** A sweep over batch sizes and label shifts: where a test-time method helps and where it breaks. */
import { z } from 'zod'
import { RegistryId, Seed } from './ids'
import { Overrides } from './run'
import { ShiftStack } from './shift'
import { StreamPlan } from './stream'

/** Concentration δ of the Dirichlet distribution over classes: small, long runs of one class; null: classes well mixed. */
export const LabelShift = StreamPlan.shape.concentration.unwrap().nullable()
export type LabelShift = z.infer<typeof LabelShift>

const batchSizes = [1, 4, 16, 64, 200]
const labelShifts = [0.01, 0.1, 1, 10, null]

/** Every batch size under every label shift, once a seed. */
export const SweepPlan = z.strictObject({
  method: RegistryId,
  settings: Overrides.default({}),
  /** Passed one after another, the model reset in between; empty: the images as they are. */
  stacks: z.array(ShiftStack).max(64).default([]),
  batches: z.array(z.number().int().min(1).max(1024)).min(1).max(12).default(batchSizes),
  labelShifts: z.array(LabelShift).min(1).max(12).default(labelShifts),
  /** Of order, choice of images, shifts and method. */
  seeds: z.array(Seed).min(1).max(20).default([0]),
  /** At most this many of the images, chosen by the seed. */
  images: z.number().int().min(16).max(100_000).default(500),
  /** With batch 1: the last so many images are looked at together. */
  window: StreamPlan.shape.window,
})
export type SweepPlan = z.infer<typeof SweepPlan>

/** One stream of the sweep, as it is kept on disk. */
export const SweepLine = z.object({
  /** Hash of all that decides its figures but batch, label shift and seed. */
  key: z.string(),
  batch: z.number().int(),
  labelShift: LabelShift,
  seed: Seed,
  images: z.number().int(),
  errorPct: z.number(),
  /** The source model on the same images. */
  sourceErrorPct: z.number(),
  /** Share of the batches at which nearly everything was given one class. */
  collapsedPct: z.number(),
  seconds: z.number(),
})
export type SweepLine = z.infer<typeof SweepLine>

const Mean = z.object({ mean: z.number(), halfWidth: z.number().nullable() })

export const SweepCell = z.object({
  batch: z.number().int(),
  labelShift: LabelShift,
  seeds: z.array(Seed),
  /** Mean over the seeds with its 95 % t-interval. */
  error: Mean,
  sourceError: Mean,
  /** Error of the source model less that of the method, on the same seeds: above 0 the method helps. */
  gain: Mean,
  collapsedPct: z.number(),
})
export type SweepCell = z.infer<typeof SweepCell>

export const SweepResult = z.object({
  plan: SweepPlan,
  methodLabel: z.string(),
  /** What was streamed, in words. */
  images: z.string(),
  /** Rows of label shifts, each with its batch sizes, in the plan's order; cells not yet streamed are left out. */
  cells: z.array(SweepCell),
  /** Where it breaks, in sentences. */
  findings: z.array(z.string()),
  ledger: z.object({ targetLabelReads: z.number().int() }),
})
export type SweepResult = z.infer<typeof SweepResult>

export const SweepProgress = z.object({
  /** Streams done, of all of them. */
  done: z.number().int(),
  total: z.number().int(),
  /** Null while it is estimated. */
  secondsLeft: z.number().nullable(),
})
export type SweepProgress = z.infer<typeof SweepProgress>
