/** Commands about test-time adaptation: a copy of a scene's model that follows the sliders, whole streams, and sweeps over them. */
import { z } from 'zod'
import { FolderId, RegistryId, Seed } from '../../domain/ids'
import { LiveStream, StreamCloud, StreamStep } from '../../domain/live-stream'
import { MethodInfo } from '../../domain/method'
import { Overrides } from '../../domain/run'
import { ShiftStack } from '../../domain/shift'
import { StreamPlan, StreamResult } from '../../domain/stream'
import { SweepPlan, SweepResult } from '../../domain/stream-sweep'

const StreamRef = z.strictObject({ streamId: z.string() })
/** A trained trial, what streams through it, and a name that the caller gives the job for its events. */
const StreamJob = z.strictObject({
  jobId: z.string().min(1),
  runId: FolderId,
  trialId: FolderId,
  /** A folder of images; null: the source's test images. */
  data: z.string().nullable().default(null),
})

export const streamCommands = {
  'stream.methods': { input: z.strictObject({}), output: z.array(MethodInfo) },
  /** Adapts a copy: the scene's own model stays as it is. The stream is closed with its scene; the oldest of more than two as well. */
  'stream.open': {
    input: z.strictObject({
      sceneId: z.string(),
      method: RegistryId,
      settings: Overrides.default({}),
      seed: Seed.default(0),
    }),
    output: LiveStream,
  },
  /** The next batch of the scene's images, in a seeded order, under these shifts: predicted, then learnt from. Reads no label of the target. */
  'stream.step': { input: StreamRef.extend({ shifts: ShiftStack }), output: StreamStep },
  /** Where the adapted copy sees the scene's images under these shifts, beside the fixed map. Reads no label of the target. */
  'stream.place': { input: StreamRef.extend({ shifts: ShiftStack }), output: StreamCloud },
  /** Back to the source model bit by bit, and to the first batch. */
  'stream.reset': { input: StreamRef, output: z.object({}) },
  'stream.close': { input: StreamRef, output: z.object({}) },
  /** A whole stream, with `stream.progress`; `keep` makes the adapted model a run of the same study. Abort stops it between two batches. */
  'stream.run': { input: StreamJob.extend({ plan: StreamPlan, keep: z.boolean().default(false) }), output: StreamResult },
  /** Batch sizes by label shifts, with `stream.progress` and `stream.map`. Finished streams are kept beside the trial: asked again, it goes on. */
  'stream.sweep': { input: StreamJob.extend({ plan: SweepPlan }), output: SweepResult },
  /** A sweep as a file: CSV, or a self-contained page. */
  'stream.sweepDocument': {
    input: z.strictObject({ sweep: SweepResult, format: z.enum(['csv', 'html']) }),
    output: z.object({ text: z.string() }),
  },
} as const

export const streamEvents = {
  'stream.progress': z.object({
    jobId: z.string(),
    /** Batches of a stream, or streams of a sweep. */
    done: z.number().int(),
    total: z.number().int(),
    /** Null while it is estimated. */
    secondsLeft: z.number().nullable(),
  }),
  /** A sweep's map so far, whenever a stream of it is done. */
  'stream.map': z.object({ jobId: z.string(), sweep: SweepResult }),
} as const
