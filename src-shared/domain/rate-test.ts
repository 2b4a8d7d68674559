/** The learning-rate range test: the loss while the rate rises from step to step. */
import { z } from 'zod'

export const RateTest = z.object({
  /** One a step: the rate, and the loss smoothed over the steps before. The last is where it ran away, or the highest rate. */
  points: z.array(z.object({ rate: z.number(), loss: z.number() })),
  /** Where the loss falls fastest. */
  steepest: z.number(),
  /** A rate to begin with: a tenth of the one with the lowest loss. */
  suggested: z.number(),
  /** Where the loss ran away; null where it did not. */
  divergesAt: z.number().nullable(),
})
export type RateTest = z.infer<typeof RateTest>
