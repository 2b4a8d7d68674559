/** Commands that hold finished runs side by side. */
import { z } from 'zod'
import { Comparison } from '../../domain/comparison'
import { FolderId } from '../../domain/ids'

const runIds = z.array(FolderId).min(1).max(50)

export const comparingCommands = {
  /** Refuses runs on different images, and runs that have no report yet. */
  'runs.compare': { input: z.strictObject({ runIds }), output: Comparison },
  /** The same as a file: CSV, or a self-contained page. */
  'runs.compareDocument': {
    input: z.strictObject({ runIds, format: z.enum(['csv', 'html']) }),
    output: z.object({ text: z.string() }),
  },
}
