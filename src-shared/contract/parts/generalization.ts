/** Commands of studies that leave out one domain after another. */
import { z } from 'zod'
import { GeneralizationPlan, GeneralizationTable } from '../../domain/generalization'
import { FolderId } from '../../domain/ids'

const runIds = z.array(FolderId).min(1).max(3200)

export const generalizationCommands = {
  /** Queues one run for each left-out domain and each setting, into the study or, absolute, below `folder`. Runs that are there go on. */
  'generalization.start': {
    input: z.strictObject({ studyId: FolderId.nullable(), plan: GeneralizationPlan, folder: z.string().optional() }),
    output: z.object({ runIds }),
  },
  /** The table of a study's runs, as far as they are done. Entering the oracle's choice in their ledgers comes first. */
  'generalization.table': { input: z.strictObject({ runIds }), output: GeneralizationTable },
  'generalization.document': {
    input: z.strictObject({ runIds, format: z.enum(['csv', 'markdown', 'html']) }),
    output: z.object({ text: z.string() }),
  },
}
