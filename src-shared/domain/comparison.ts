/** Runs held side by side: what each method reached, which differences are real, and what can be said without labels. */
import { z } from 'zod'
import { FolderId, RegistryId } from './ids'
import { CheckpointChoice } from './scored-checkpoint'

const IntervalFigure = z.object({ mean: z.number(), halfWidth: z.number().nullable() })

export const PairedFigure = z.object({
  /** Seeds that both have. */
  seeds: z.array(z.number().int()),
  /** Mean difference in points of target accuracy. */
  mean: z.number(),
  /** Half width of its 95 % t-interval; null with one seed. */
  halfWidth: z.number().nullable(),
  wins: z.number().int(),
  losses: z.number().int(),
  /** Two-sided Wilcoxon signed-rank test. */
  pValue: z.number(),
})
export type PairedFigure = z.infer<typeof PairedFigure>

/** One cell of a confusion matrix, over all seeds of a method. */
export const ConfusionCell = z.strictObject({
  runId: FolderId,
  method: RegistryId,
  /** Class ids in the order of the run's classes. */
  truth: z.number().int().nonnegative(),
  predicted: z.number().int().nonnegative(),
})
export type ConfusionCell = z.infer<typeof ConfusionCell>

/** The images of a cell, most confidently mistaken first. */
export const ConfusionImages = z.object({
  /** Images in the cell for at least one seed. */
  total: z.number().int().nonnegative(),
  /** Of the method that have finished. */
  seeds: z.number().int().positive(),
  images: z.array(
    z.object({
      /** Within the target's test domain. */
      index: z.number().int().nonnegative(),
      contentHash: z.string(),
      /** Seeds that put it into this cell. */
      seeds: z.number().int().positive(),
      /** Their mean probability of the predicted class, in percent; null where confidences were not kept. */
      confidencePct: z.number().nullable(),
    }),
  ),
})
export type ConfusionImages = z.infer<typeof ConfusionImages>

/** One method of one run. */
export const ComparedMethod = z.object({
  /** `<run>/<method>`. */
  id: z.string(),
  runId: FolderId,
  runName: z.string(),
  method: RegistryId,
  seeds: z.array(z.number().int()),
  target: IntervalFigure.nullable(),
  source: IntervalFigure,
  /** The figures that both are means of, in the order of `seeds`. */
  perSeed: z.array(z.object({ seed: z.number().int(), targetPct: z.number().nullable(), sourcePct: z.number() })),
  /** Against source-only of the same run, or of the first run that has it; null for source-only itself and without labels. */
  overSourceOnly: PairedFigure.nullable(),
  /** Share of each class recognised on the target, mean over seeds, in percent; null without labels or for a class without images. */
  perClassPct: z.array(z.number().nullable()).nullable(),
  /** The same minus source-only's, in points, mean over the seeds that both have; null where `overSourceOnly` or the class is. */
  perClassOverSourceOnly: z.array(z.number().nullable()).nullable(),
  macroF1Pct: z.number().nullable(),
  ecePct: z.number().nullable(),
  /** Of training, all seeds together. */
  seconds: z.number(),
  imagesPerSecond: z.number(),
  /** Most resident memory of the engine while one of the trials trained; null in reports of earlier versions. */
  peakMemoryBytes: z.number().nullable(),
  /** Mean over seeds at the last checkpoint, by validator. */
  validators: z.record(z.string(), z.number()),
})
export type ComparedMethod = z.infer<typeof ComparedMethod>

export const ValidatorVote = z.object({
  id: z.string(),
  label: z.string(),
  /** Rank of every candidate, 1 the best, in the candidates' order; equal scores share the mean of their ranks. */
  ranks: z.array(z.number()),
  /** Candidate with the best rank. */
  choice: z.string(),
  /** Points of target accuracy that this choice is under the best candidate; null while no label has been read. */
  costPoints: z.number().nullable(),
})
export type ValidatorVote = z.infer<typeof ValidatorVote>

/** What the app would choose without any target label, or why it does not choose. */
export const Recommendation = z.object({
  /** Ids of the methods that can be chosen; the oracle never is one. */
  candidates: z.array(z.string()),
  votes: z.array(ValidatorVote),
  /** Kendall's W over the validators, 0 (they disagree) to 1 (one order); null with fewer than two candidates or validators. */
  agreement: z.number().nullable(),
  /** Null when the app abstains. */
  choice: z.string().nullable(),
  /** One or two sentences: why this one, or why none. */
  reason: z.string(),
  /** Labels of validators whose first choice is another one. */
  dissent: z.array(z.string()),
  costPoints: z.number().nullable(),
})
export type Recommendation = z.infer<typeof Recommendation>

export const Comparison = z.object({
  classNames: z.array(z.string()),
  /** Best target mean first; without labels in the order of the runs. */
  methods: z.array(ComparedMethod),
  /** Every two methods that are no references, a − b. */
  pairs: z.array(PairedFigure.extend({ a: z.string(), b: z.string() })),
  recommendation: Recommendation,
  /** A row a trial of the candidates, in their order; empty for reports of earlier versions. */
  checkpoints: z.array(CheckpointChoice),
})
export type Comparison = z.infer<typeof Comparison>
