/** The recipe of a study: gates that are measured, never ticked by hand, and what was measured for them. */
import { z } from 'zod'
import { BackboneId, FolderId, RegistryId, Seed } from './ids'
import { FindingCode } from './inspection'
import { RunChange } from './run-change'
import { CurveDiagnosis, TrainingCurve } from './training-curve'

export const GateStage = z.enum(['data', 'architecture', 'evaluate', 'adaptation'])
export type GateStage = z.infer<typeof GateStage>

/** `warn`: worth knowing, training makes sense; `waits`: cannot be measured yet. */
export const GateState = z.enum(['pass', 'warn', 'fail', 'waits'])
export type GateState = z.infer<typeof GateState>

/** The one thing a gate offers to do. Nothing is started by it: runs are prepared, settings are filled in. */
export const GateRemedy = z.object({
  /** A verb with its object. */
  label: z.string(),
  does: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('prepare'), change: RunChange }),
    /** Takes the remedy of a finding on Data. */
    z.object({ kind: z.literal('fix'), code: FindingCode }),
    /** Measures what the gates of the first architecture wait for: seconds. */
    z.object({ kind: z.literal('measure') }),
    z.object({ kind: z.literal('open'), stage: z.enum(['data', 'train', 'compare']) }),
  ]),
})
export type GateRemedy = z.infer<typeof GateRemedy>

export const Gate = z.object({
  id: RegistryId,
  stage: GateStage,
  title: z.string(),
  /** What it asks of the study. */
  question: z.string(),
  /** What is measured, and what is expected of it. */
  measures: z.string(),
  expected: z.string(),
  state: GateState,
  /** The measured value in a few words, or what it waits for. */
  value: z.string(),
  /** One or two sentences with figures. */
  evidence: z.string(),
  figures: z.record(z.string(), z.number()),
  remedy: GateRemedy.nullable(),
})
export type Gate = z.infer<typeof Gate>

/** Method, network and length that the gates are about: those of the run form, or of a run. */
export const RecipeSetup = z.strictObject({
  method: RegistryId,
  backbone: BackboneId,
  epochs: z.number().int().min(1).max(1000),
  batch: z.number().int().min(2).max(1024),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  seed: Seed.default(0),
})
export type RecipeSetup = z.infer<typeof RecipeSetup>

/** Values of one layer on one batch of the fresh network. */
export const LayerHistogram = z.object({
  /** Path of the layer, or of the kernel whose gradient it is. */
  layer: z.string(),
  of: z.enum(['activations', 'gradients']),
  mean: z.number(),
  deviation: z.number(),
  /** Share of values that are exactly zero, in percent. */
  zeroPct: z.number(),
  /** Activations that never fall below zero: share of units that are zero on every image, in percent. Null for others. */
  deadPct: z.number().nullable(),
  /** Left edge of the first bin and right edge of the last; equal bins, their shares add up to 1. */
  low: z.number(),
  high: z.number(),
  shares: z.array(z.number()),
})
export type LayerHistogram = z.infer<typeof LayerHistogram>

/** One test of the diagnosis of a batch that could not be overfitted. */
export const FitTest = z.object({
  id: z.enum(['labels-shuffled', 'loss-wiring', 'frozen-layers', 'dead-units', 'vanishing-gradients', 'learning-rate']),
  title: z.string(),
  outcome: z.enum(['cause', 'clear', 'skipped']),
  evidence: z.string(),
})
export type FitTest = z.infer<typeof FitTest>

/** One small batch, trained on again and again. */
export const BatchFit = z.object({
  images: z.number().int(),
  /** Cross-entropy in nats before each step, and after the last. */
  losses: z.array(z.number()),
  accuracyPct: z.number(),
  /** Steps until the batch was learnt; null where it was not. */
  solvedAt: z.number().int().nullable(),
  /** Empty where the batch was learnt. In the order of the tree; the first cause is the finding. */
  tests: z.array(FitTest),
  remedy: GateRemedy.nullable(),
})
export type BatchFit = z.infer<typeof BatchFit>

export const NetworkProposal = z.object({
  backbone: RegistryId,
  optimizer: z.enum(['adam', 'sgd']),
  learningRate: z.number(),
  batch: z.number().int(),
  /** Why these, from the size and shape of the data. */
  why: z.string(),
})
export type NetworkProposal = z.infer<typeof NetworkProposal>

/** What was measured with the network of the set-up on the source's training images, in seconds and before any run. */
export const NetworkChecks = z.object({
  /** Mean and deviation of all pixels in [0,1], and of what the first layer sees. */
  input: z.object({ rawMean: z.number(), rawDeviation: z.number(), mean: z.number(), deviation: z.number() }),
  /** Mean cross-entropy of the fresh network, and −ln(1/C). */
  initialLoss: z.object({ measured: z.number(), expected: z.number() }),
  /** Training loss after the same steps on images, and on one constant image in place of all. */
  baseline: z.object({ steps: z.number().int(), images: z.number(), constant: z.number() }),
  /** Training loss after the same steps, the smallest network first. */
  capacity: z.array(z.object({ network: z.string(), parameters: z.number().int(), loss: z.number() })),
  fit: BatchFit,
  layers: z.array(LayerHistogram),
  seconds: z.number(),
})
export type NetworkChecks = z.infer<typeof NetworkChecks>

/** A trial's curve and what it shows. */
export const JudgedCurve = z.object({
  runId: FolderId,
  trialId: FolderId,
  method: RegistryId,
  seed: Seed,
  curve: TrainingCurve,
  diagnosis: CurveDiagnosis,
})
export type JudgedCurve = z.infer<typeof JudgedCurve>

/** How much more often an attribute is among the errors than among the images that are recognised. */
export const SharedAttribute = z.object({
  /** In words: "darker", "smaller", "less sharp". */
  attribute: z.string(),
  /** Difference of the means in deviations of all images. */
  effect: z.number(),
})
export type SharedAttribute = z.infer<typeof SharedAttribute>

/** Errors of one kind: images of one class taken for another. */
export const ErrorCluster = z.object({
  truth: z.string(),
  predicted: z.string(),
  count: z.number().int(),
  /** Share of the class's images, in percent. */
  ofClassPct: z.number(),
  /** Share of all errors, in percent. */
  ofErrorsPct: z.number(),
  /** Within the source domain, for their pictures; at most 24. */
  indices: z.array(z.number().int()),
  attributes: z.array(SharedAttribute),
})
export type ErrorCluster = z.infer<typeof ErrorCluster>

/** One bin of a reliability diagram: how sure the model was, and how often it was right. */
export const ReliabilityBin = z.object({ count: z.number().int(), confidencePct: z.number(), accuracyPct: z.number() })
export type ReliabilityBin = z.infer<typeof ReliabilityBin>

/** A trained model's errors on held-out source images, whose labels lie open. No target label is read. */
export const ErrorReport = z.object({
  runId: FolderId,
  trialId: FolderId,
  epoch: z.number(),
  images: z.number().int(),
  errors: z.number().int(),
  clusters: z.array(ErrorCluster),
  /** What all errors together share. */
  attributes: z.array(SharedAttribute),
  ecePct: z.number(),
  reliability: z.array(ReliabilityBin),
})
export type ErrorReport = z.infer<typeof ErrorReport>

/** Where a metric has settled, from the mean over seeds of its last checkpoints. */
export const Convergence = z.object({
  settled: z.boolean(),
  /** First epoch from which it stays within the tolerance; null while it moves. */
  epoch: z.number().nullable(),
  /** Change a tenth of the training, over its last third, as a part of all that was gained. */
  drift: z.number(),
})
export type Convergence = z.infer<typeof Convergence>

const Band = z.object({ mean: z.array(z.number()), low: z.array(z.number()), high: z.array(z.number()) })

/** Loss of trained and of held-out images at each checkpoint: mean over seeds and 95 % t-interval, in nats. */
export const CurveBands = z.object({
  seeds: z.number().int(),
  epochs: z.array(z.number()),
  /** Loss of guessing, ln C. */
  guess: z.number(),
  trained: Band,
  heldOut: Band,
})
export type CurveBands = z.infer<typeof CurveBands>

export const RecipeReport = z.object({
  gates: z.array(Gate),
  setup: RecipeSetup,
  proposal: NetworkProposal.nullable(),
  /** Null until measured for this set-up. */
  checks: NetworkChecks.nullable(),
  /** Of the run the gates look at: one a trial of its method. */
  curves: z.array(JudgedCurve),
  bands: CurveBands.nullable(),
  convergence: Convergence.nullable(),
  errors: ErrorReport.nullable(),
})
export type RecipeReport = z.infer<typeof RecipeReport>
