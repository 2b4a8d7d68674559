/** A run: one request (methods × seeds on one pair) and its trials, as kept in its folder. */
import { z } from 'zod'
import { DomainSource, ImageSettings } from './dataset'
import { DeviceReport } from './device'
import { Fold } from './generalization'
import { BackboneId, FolderId, RegistryId, Seed } from './ids'
import { CodeTable, FewShotFigures, ZeroShotFigures } from './new-classes'
import { PairPreparation } from './preparation'
import { SchedulePoints } from './schedule'
import { CheckpointScores } from './scored-checkpoint'
import { ClassMap, SplitSettings } from './split'

/** Values given with `--set` or by the form, by parameter name; each registry entry's schema parses its own. */
export const Overrides = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type Overrides = z.infer<typeof Overrides>

/** What was asked for. Everything a run needs to be repeated is in here. */
export const RunRequest = z.strictObject({
  source: DomainSource,
  target: DomainSource,
  /** A separate folder of target test images; otherwise the target is split. */
  targetTest: DomainSource.nullable().default(null),
  images: ImageSettings,
  testFraction: z.number().min(0.05).max(0.5).default(0.1),
  splits: SplitSettings.optional(),
  preparation: PairPreparation.optional(),
  classMap: ClassMap.optional(),
  methods: z.array(RegistryId).min(1),
  backbone: BackboneId.default('digits-cnn-bn'),
  epochs: z.number().int().min(1).max(1000).default(10),
  batch: z.number().int().min(2).max(1024).default(64),
  seeds: z.array(Seed).min(1).max(100).default([0, 1, 2]),
  /** Without source-only and target-oracle beside the methods. */
  bare: z.boolean().default(false),
  settings: Overrides.default({}),
  /** Part of the source's training images that is trained on, the same ones for every seed; all where absent. */
  sourcePart: z.number().min(0.01).max(1).optional(),
  /** Target labels are not read, not even for the report, no oracle is trained and no map is drawn: for runs that something is chosen by. */
  sealed: z.boolean().optional(),
  /** Schedules drawn in place of the methods' own, by name; the references keep theirs. */
  schedules: z.record(z.string(), SchedulePoints).default({}),
  /** Where the run is one of a study that leaves out one domain after another. */
  fold: Fold.optional(),
  /** Attributes of the classes, for methods that recognise classes by them; a built-in pair brings its own. */
  codes: CodeTable.optional(),
})
export type RunRequest = z.infer<typeof RunRequest>

export const RunStatus = z.enum(['queued', 'running', 'paused', 'interrupted', 'cancelled', 'failed', 'done'])
export type RunStatus = z.infer<typeof RunStatus>

/** Whether the steps of a trial run as one compiled graph, and why not where they do not. */
export const Execution = z.object({ compiled: z.boolean(), reason: z.string() })
export type Execution = z.infer<typeof Execution>

/** `reference` trials (source-only, target-oracle) stand beside the methods for comparison. */
export const Trial = z.object({
  id: FolderId,
  method: RegistryId,
  seed: Seed,
  status: RunStatus,
  /** Last completed epoch with a checkpoint on disk. */
  checkpointEpoch: z.number().int().nonnegative(),
  /** How its steps are run; absent before the first. */
  execution: Execution.optional(),
})
export type Trial = z.infer<typeof Trial>

export const FailureNote = z.object({ code: z.string(), message: z.string(), hint: z.string() })

/** `run.json`, and the row of the Runs list. */
export const RunRecord = z.object({
  id: FolderId,
  studyId: FolderId.nullable(),
  name: z.string(),
  /** Absolute path of the run's folder. */
  folder: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  status: RunStatus,
  failure: FailureNote.nullable(),
  request: RunRequest,
  /** Resolved parameters of every method, backbone and schedule, defaults included. */
  params: z.record(z.string(), z.unknown()),
  trials: z.array(Trial),
  versions: z.record(z.string(), z.string()),
  device: DeviceReport.nullable(),
  fingerprints: z.object({ source: z.string(), target: z.string() }).nullable(),
  classNames: z.array(z.string()),
  /** Reads of target labels that the study had shown to somebody when the run was asked for: what was chosen for it was chosen after labels were seen. */
  labelReadsBefore: z.number().int().nonnegative().default(0),
})
export type RunRecord = z.infer<typeof RunRecord>

/** One scalar of one trial. `metrics.jsonl` holds one a line. */
export const MetricPoint = z.object({
  step: z.number().int().nonnegative(),
  /** Position in epochs, fractional within one. */
  epoch: z.number().nonnegative(),
  /** `classLoss`, `domainLoss`, `domainAccuracyPct`, `sourceAccuracyPct`, `learningRate`, `lambda`, `imagesPerSecond`, … */
  name: z.string(),
  value: z.number(),
})
export type MetricPoint = z.infer<typeof MetricPoint>

/** Where the active trial stands; the time left covers the whole run. */
export const RunProgress = z.object({
  runId: FolderId,
  trialId: FolderId,
  /**
   * `extracting`: images pass once through a frozen network; `step` of `steps` then counts images. `mapping`: training is done, its last
   * maps settle; they then count maps.
   */
  phase: z.enum(['importing', 'extracting', 'training', 'evaluating', 'mapping', 'reporting']),
  step: z.number().int().nonnegative(),
  steps: z.number().int().positive(),
  epoch: z.number().nonnegative(),
  epochs: z.number().int().positive(),
  trialIndex: z.number().int().nonnegative(),
  trialCount: z.number().int().positive(),
  imagesPerSecond: z.number().nonnegative(),
  /** Null while it is still being estimated (under 3 % or 5 s). */
  secondsLeft: z.number().nonnegative().nullable(),
  secondsLeftSpread: z.number().nonnegative().nullable(),
  memoryBytes: z.number().int().nonnegative(),
})
export type RunProgress = z.infer<typeof RunProgress>

/** What can be wrong with a training that goes on. */
export const AlarmKind = z.enum(['collapse', 'negative-transfer', 'domain-classifier-won', 'domain-classifier-lost'])
export type AlarmKind = z.infer<typeof AlarmKind>

/** One line of "What happened". */
export const LogLine = z.object({
  time: z.string(),
  trialId: FolderId.nullable(),
  epoch: z.number().nullable(),
  level: z.enum(['good', 'info', 'warn', 'bad']),
  text: z.string(),
  /** Present where the line is an alarm: the spine and the Train screen point at it. */
  alarm: AlarmKind.optional(),
})
export type LogLine = z.infer<typeof LogLine>

/** What the vault's labels say of a trial beside its accuracy. */
export const TargetFigures = z.object({
  /** [K][K] images of the target's test split: rows truth, columns prediction, in the order of the run's classes. */
  confusion: z.array(z.array(z.number().int())),
  /** Mean F1 over classes that occur in truth or prediction, in percent. */
  macroF1Pct: z.number(),
  /** Expected calibration error over 15 bins, in percent; null where confidences were not kept. */
  ecePct: z.number().nullable(),
  /**
   * Accuracy on two halves of the test split, drawn once for all trials: who chooses by target labels can choose on one and report
   * on the other. Absent in reports of earlier versions.
   */
  halvesPct: z.tuple([z.number(), z.number()]).optional(),
  /** Accuracy at each of the trial's scored `checkpoints`: what a choice among them costs. Absent in reports of earlier versions. */
  checkpointsPct: z.array(z.number()).optional(),
})
export type TargetFigures = z.infer<typeof TargetFigures>

/** Figures of one finished trial, read at its last checkpoint. Target figures are null where the target has no labels. */
export const TrialResult = z.object({
  method: RegistryId,
  seed: Seed,
  lastCheckpoint: z.object({
    epoch: z.number().int(),
    sourceAccuracyPct: z.number(),
    /** On the held-out images of each source domain, in order; absent where there is one. */
    sourceDomainsPct: z.array(z.number()).optional(),
    targetAccuracyPct: z.number().nullable(),
  }),
  /** Absent where the target has no labels, and in reports of earlier versions. */
  target: TargetFigures.optional(),
  /** Where the target has classes that were not trained on. */
  fewShot: FewShotFigures.optional(),
  zeroShot: ZeroShotFigures.optional(),
  /** Label-free scores by name; higher is better. */
  validators: z.record(z.string(), z.number()),
  /** The same at every scored checkpoint, ascending by epoch; absent in reports of earlier versions. */
  checkpoints: z.array(CheckpointScores).optional(),
  imagesPerSecond: z.number(),
  seconds: z.number(),
  /** Most resident memory of the engine while the trial trained, since it last went on; absent in reports of earlier versions. */
  peakMemoryBytes: z.number().int().positive().optional(),
  execution: Execution.optional(),
  /** sha256 over all weights in creation order: equal weights, equal string. */
  weightsSha256: z.string(),
})
export type TrialResult = z.infer<typeof TrialResult>

export const MethodSummary = z.object({
  seeds: z.number().int(),
  /** Mean target accuracy at the last checkpoint, in percent; null without target labels. */
  meanPct: z.number().nullable(),
  /** Half width of the 95 % t-interval over seeds; null with one seed. */
  ci95Pct: z.number().nullable(),
  sourceMeanPct: z.number(),
  sourceCi95Pct: z.number().nullable(),
})
export type MethodSummary = z.infer<typeof MethodSummary>

/** An alarm of the log, where the figures are read. */
export const RaisedAlarm = z.object({
  kind: AlarmKind,
  method: RegistryId,
  /** Null where it is about all trials of the method. */
  trialId: FolderId.nullable(),
  epoch: z.number().nullable(),
  text: z.string(),
})
export type RaisedAlarm = z.infer<typeof RaisedAlarm>

/** `result.json`, and what `lab run --json` prints. */
export const RunResult = z.object({
  runs: z.array(TrialResult),
  summary: z.record(z.string(), MethodSummary),
  /** Absent in reports of earlier versions. */
  alarms: z.array(RaisedAlarm).optional(),
  /** Reads of target labels entered in the ledger, and how many labels they covered together. */
  ledger: z.object({ targetLabelReads: z.number().int(), labels: z.number().int() }),
  folder: z.string(),
  report: z.string(),
})
export type RunResult = z.infer<typeof RunResult>
