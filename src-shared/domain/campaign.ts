/** A campaign: a series of runs that differ in what is tried, an ablation or a search, judged without any target label. */
import { z } from 'zod'
import { FolderId, RegistryId, Seed } from './ids'
import { RunRequest } from './run'
import { RunChange } from './run-change'

/** A part of the recipe that can be switched, in the order of the lecture; those after `smaller-model` refine. */
export const FactorId = z.enum([
  'more-data',
  'augmentation',
  'normalisation',
  'smaller-batch',
  'dropout',
  'weight-decay',
  'label-smoothing',
  'early-stopping',
  'smaller-model',
  'cosine-schedule',
  'warm-cosine-schedule',
  'one-cycle-schedule',
  'weight-averaging',
])
export type FactorId = z.infer<typeof FactorId>

/** `one-factor`: each alone against the base. `add-in-order`: each on top of those before it. */
export const AblationPlan = z.strictObject({
  kind: z.literal('ablation'),
  design: z.enum(['one-factor', 'add-in-order']).default('one-factor'),
  /** All that the network and method know where absent. */
  factors: z.array(FactorId).min(1).optional(),
})
export type AblationPlan = z.infer<typeof AblationPlan>

/** `random`: all trials to the end. `halving`: many short ones, the best third of which goes on three times as long, again and again. */
export const SearchPlan = z.strictObject({
  kind: z.literal('search'),
  strategy: z.enum(['random', 'halving']).default('halving'),
  trials: z.number().int().min(2).max(200).default(9),
  seed: Seed.default(0),
})
export type SearchPlan = z.infer<typeof SearchPlan>

export const CampaignPlan = z.discriminatedUnion('kind', [AblationPlan, SearchPlan])
export type CampaignPlan = z.infer<typeof CampaignPlan>

const Interval = z.object({ mean: z.number(), halfWidth: z.number().nullable() })

export const VariantOutcome = z.object({
  seeds: z.number().int(),
  /** Accuracy on held-out source images, in percent. */
  sourcePct: Interval,
  /** Score of the campaign's validator, higher is better. */
  objective: Interval,
  /** Held-out source accuracy over the variant it is compared with, seed by seed, in points; null for the base. */
  gain: Interval.nullable(),
  /** The same of the objective. */
  objectiveGain: Interval.nullable(),
  seconds: z.number(),
})
export type VariantOutcome = z.infer<typeof VariantOutcome>

export const Variant = z.object({
  id: FolderId,
  label: z.string(),
  /** What it is compared with: the base, or the variant before it. Null for the base and in searches. */
  against: FolderId.nullable(),
  factor: FactorId.nullable(),
  change: RunChange,
  /** Values of what is tried, by parameter: the axes of a search. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  epochs: z.number().int(),
  /** Round of a halving search, 0 the first. */
  rung: z.number().int(),
  /** `dropped`: not among the best of its round. `unfit`: the network or method does not have it. */
  status: z.enum(['waits', 'running', 'done', 'failed', 'dropped', 'unfit']),
  runId: FolderId.nullable(),
  outcome: VariantOutcome.nullable(),
  /** Why it failed, was dropped or does not apply; what is special about its figures. */
  note: z.string(),
})
export type Variant = z.infer<typeof Variant>

export const Campaign = z.object({
  id: FolderId,
  studyId: FolderId.nullable(),
  name: z.string(),
  /** Absolute path of its folder; its runs lie below. */
  folder: z.string(),
  createdAt: z.string(),
  status: z.enum(['running', 'done', 'stopped', 'failed']),
  plan: CampaignPlan,
  /** What every variant changes. Target labels stay sealed in all of them. */
  base: RunRequest,
  /** Label-free validator that decides. */
  objective: RegistryId,
  variants: z.array(Variant),
  /** Passes over the source, over all seeds: what it costs and what is spent. */
  cost: z.object({ epochs: z.number().int(), spentEpochs: z.number().int(), seconds: z.number(), secondsLeft: z.number().nullable() }),
  /** What came of it, in a sentence; empty before its end. */
  conclusion: z.string(),
  /** The change that won, to be prepared; null where nothing beats the base. */
  best: z.object({ variant: FolderId, change: RunChange }).nullable(),
})
export type Campaign = z.infer<typeof Campaign>
