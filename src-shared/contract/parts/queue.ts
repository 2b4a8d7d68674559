/** The queue of runs: which wait, in what order, and changing it. */
import { z } from 'zod'
import { FolderId } from '../../domain/ids'

/** Ids of the runs that are active or wait, the active one first. */
const Queue = z.object({ runIds: z.array(FolderId) })

export const queueCommands = {
  'runs.queue': { input: z.strictObject({}), output: Queue },
  /** Puts a waiting run before another one, or last with null. The active run keeps its place. */
  'runs.move': { input: z.strictObject({ runId: FolderId, before: FolderId.nullable() }), output: Queue },
}

export const queueEvents = {
  /** Whenever a run enters or leaves the queue, or its order changes. */
  'run.queue': Queue,
}
