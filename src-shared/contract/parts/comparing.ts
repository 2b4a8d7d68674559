/** Commands that hold finished runs side by side. */
import { z } from 'zod'
import { Comparison, ConfusionCell, ConfusionImages } from '../../domain/comparison'
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
  /** Which target test images make up a cell of a confusion matrix: a read of labels, entered in the run's ledger with its purpose. */
  'runs.confusionImages': {
    input: ConfusionCell.extend({ purpose: z.string().min(3).max(300), most: z.number().int().min(1).max(500).default(60) }),
    output: ConfusionImages,
  },
}
