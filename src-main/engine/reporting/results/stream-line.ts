/** One line of `streams.jsonl`: one test-time method over one stream through one seed's model. */
import { RegistryId, Seed } from '@shared/domain/ids'
import { StreamResult } from '@shared/domain/stream'
import { z } from 'zod'

export const StreamTableId = z.enum(['online', 'correlated', 'correlated-runs', 'correlated-mild'])
export type StreamTableId = z.infer<typeof StreamTableId>

export const StreamLine = StreamResult.pick({ perShift: true, images: true, notes: true, resets: true, batchesPerSecond: true }).extend({
  /** Hash of everything that was asked for, of the model and of the stream: a changed default makes a new line. */
  key: z.string(),
  table: StreamTableId,
  method: RegistryId,
  seed: Seed,
  finishedAt: z.string(),
  errorPct: z.number(),
  /** The source model on the same images. */
  sourceErrorPct: z.number(),
  /** Of the model on its unshifted test images. */
  sourceAccuracyPct: z.number(),
})
export type StreamLine = z.infer<typeof StreamLine>
