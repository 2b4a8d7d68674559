/** Commands that hold finished runs side by side. */
import { z } from 'zod'
import { Comparison } from '../../domain/comparison'
import { FolderId } from '../../domain/ids'

export const comparingCommands = {
  /** Refuses runs on different images, and runs that have no report yet. */
  'runs.compare': { input: z.strictObject({ runIds: z.array(FolderId).min(1).max(50) }), output: Comparison },
}
