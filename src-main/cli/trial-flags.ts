/** The flags that choose one trial of a run, the same in every command that takes a trained model. */
import { z } from 'zod'
import { type Flags, wholeNumber } from './flags'

export const trialFlags = {
  method: {
    value: 'ID',
    help: 'which method, where the run holds several; default the first that adapts',
    schema: z.string().optional(),
  },
  seed: {
    value: 'N',
    help: 'which seed, where the run holds several; default the first',
    schema: wholeNumber(0, 2_147_483_647).optional(),
  },
} satisfies Flags
