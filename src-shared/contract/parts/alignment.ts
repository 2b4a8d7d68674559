/** What can be asked about whether two domains lie on each other rightly. */
import { z } from 'zod'
import { SwapReport } from '../../domain/alignment'
import { FolderId } from '../../domain/ids'

export const alignmentCommands = {
  /** Suspected swaps at every checkpoint of a trial that has a map, against the source-only trial of the same seed. Reads no target label. */
  'alignment.swaps': { input: z.strictObject({ runId: FolderId, trialId: FolderId }), output: SwapReport },
} as const
