/** Everything the engine can be asked and everything it announces: written once, types derived, parsed at both ends. */
import { z } from 'zod'
import { BuiltInPair, DomainRef, DomainSummary, ImageStrip, ImportProgress, PairProblem, PairRef } from '../domain/dataset'
import { DeviceReport } from '../domain/device'
import { EmbeddingCheckpoint, EmbeddingFrame, EmbeddingPoints } from '../domain/embedding'
import { FolderId } from '../domain/ids'
import { LedgerEntry } from '../domain/ledger'
import { BackboneInfo, MethodInfo } from '../domain/method'
import { LogLine, MetricPoint, RunProgress, RunRecord, RunRequest, RunResult } from '../domain/run'
import { Study, StudyData } from '../domain/study'
import { defineContract } from './define'
import { alignmentCommands } from './parts/alignment'
import { backboneCommands } from './parts/backbones'
import { campaignCommands, campaignEvents } from './parts/campaigns'
import { comparingCommands } from './parts/comparing'
import { exportingCommands, exportingEvents } from './parts/exporting'
import { generalizationCommands } from './parts/generalization'
import { inspectionCommands } from './parts/inspection'
import { queueCommands, queueEvents } from './parts/queue'
import { recipeCommands, recipeEvents } from './parts/recipe'
import { recognitionCommands } from './parts/recognition'
import { reductionCommands, reductionEvents } from './parts/reduction'
import { scheduleCommands } from './parts/schedules'
import { shiftCommands } from './parts/shift'
import { streamCommands, streamEvents } from './parts/stream'

const Nothing = z.strictObject({})
const RunRef = z.strictObject({ runId: FolderId })
const TrialRef = z.strictObject({ runId: FolderId, trialId: FolderId })
const Done = z.object({})

export const engineContract = defineContract({
  commands: {
    ...shiftCommands,
    ...streamCommands,
    'device.describe': { input: Nothing, output: DeviceReport },
    'methods.list': { input: Nothing, output: z.array(MethodInfo) },
    'backbones.list': { input: Nothing, output: z.array(BackboneInfo) },
    ...backboneCommands,
    'pairs.list': { input: Nothing, output: z.array(BuiltInPair) },

    /** Imports (or finds in the cache) one domain. Emits `data.progress`; abort stops it at once and keeps what is decoded. */
    'data.import': { input: DomainRef, output: DomainSummary },
    /** Problems of a pair, worst first; both domains must have been imported with these settings. */
    'data.check': {
      input: PairRef,
      output: z.array(PairProblem),
    },
    /** Decoded images of an imported domain: the given indices, or an even sample of `count`. */
    'data.images': {
      input: DomainRef.extend({
        indices: z.array(z.number().int().nonnegative()).max(512).optional(),
        count: z.number().int().min(1).max(512).default(24),
      }),
      output: ImageStrip,
    },

    ...inspectionCommands,

    'studies.list': { input: Nothing, output: z.array(Study) },
    'studies.create': {
      input: z.strictObject({ name: z.string().min(1).max(120), data: StudyData, demo: z.boolean().default(false) }),
      output: Study,
    },
    'studies.update': {
      input: z.strictObject({ studyId: FolderId, name: z.string().min(1).max(120).optional(), data: StudyData.optional() }),
      output: Study,
    },
    /** Moves the study to the trash folder; `studies.restore` brings it back. */
    'studies.remove': { input: z.strictObject({ studyId: FolderId }), output: Done },
    'studies.restore': { input: z.strictObject({ studyId: FolderId }), output: Study },

    /** Queues a run. `folder` (absolute) is for the command line; without it the run goes into its study. */
    'runs.start': {
      input: z.strictObject({
        studyId: FolderId.nullable(),
        name: z.string().max(120).optional(),
        request: RunRequest,
        folder: z.string().optional(),
      }),
      output: RunRecord,
    },
    'runs.pause': { input: RunRef, output: RunRecord },
    /** Goes on with a paused run, or with an interrupted or cancelled one from its last checkpoints. */
    'runs.resume': { input: RunRef, output: RunRecord },
    /** Stops after the current step and keeps a checkpoint. */
    'runs.cancel': { input: RunRef, output: RunRecord },
    'runs.list': { input: Nothing, output: z.array(RunRecord) },
    /** Opens a run folder made elsewhere (the command line's --out) so that it shows in the list. */
    'runs.open': { input: z.strictObject({ folder: z.string().min(1) }), output: RunRecord },
    'runs.get': {
      input: RunRef,
      output: z.object({
        record: RunRecord,
        progress: RunProgress.nullable(),
        result: RunResult.nullable(),
        log: z.array(LogLine),
        ledger: z.array(LedgerEntry),
      }),
    },
    'runs.metrics': { input: TrialRef, output: z.array(MetricPoint) },
    ...comparingCommands,
    ...generalizationCommands,
    ...recognitionCommands,
    ...queueCommands,
    ...scheduleCommands,
    ...reductionCommands,
    'runs.remove': { input: RunRef, output: Done },
    'runs.restore': { input: RunRef, output: RunRecord },

    /** Points of a trial's map and the checkpoints that have a settled frame. */
    'embedding.open': {
      input: TrialRef,
      output: z.object({ points: EmbeddingPoints.nullable(), checkpoints: z.array(EmbeddingCheckpoint) }),
    },
    /** The settled frame of one checkpoint, as t-SNE or as PCA lays it out. */
    'embedding.frame': {
      input: TrialRef.extend({ epoch: z.number().nonnegative(), method: z.enum(['tsne', 'pca']).default('tsne') }),
      output: EmbeddingFrame,
    },
    /** Nearest points in the original feature space at one checkpoint, nearest first. */
    'embedding.neighbours': {
      input: TrialRef.extend({
        epoch: z.number().nonnegative(),
        point: z.number().int().nonnegative(),
        count: z.number().int().min(1).max(32).default(6),
      }),
      output: z.array(z.object({ point: z.number().int(), distance: z.number() })),
    },
    ...alignmentCommands,
    ...recipeCommands,
    ...campaignCommands,
    ...exportingCommands,
  },
  events: {
    'data.progress': ImportProgress,
    ...exportingEvents,
    ...queueEvents,
    ...streamEvents,
    ...recipeEvents,
    ...campaignEvents,
    ...reductionEvents,
    'run.changed': RunRecord,
    'run.removed': z.object({ runId: FolderId }),
    'run.progress': RunProgress,
    'run.metrics': z.object({ runId: FolderId, trialId: FolderId, points: z.array(MetricPoint) }),
    'run.log': z.object({ runId: FolderId, line: LogLine }),
    'run.result': z.object({ runId: FolderId, result: RunResult }),
    'run.ledger': z.object({ runId: FolderId, entry: LedgerEntry }),
    'embedding.points': EmbeddingPoints,
    'embedding.frame': EmbeddingFrame,
  },
})
export type EngineContract = typeof engineContract
