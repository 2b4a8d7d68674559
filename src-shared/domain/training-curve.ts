/** The curves of one training as they are judged: loss as it fell, and both sides of the split at every checkpoint. */
import { z } from 'zod'
import { RunChange } from './run-change'

export const TrainingCurve = z.object({
  classes: z.number().int().min(2),
  /** Epochs that were planned; the curve may end before. */
  epochs: z.number().positive(),
  /** `finished`: as planned or so far; `diverged`: the loss ran away or was no longer a number, and training was stopped. */
  ended: z.enum(['finished', 'diverged']),
  /** Means of the training loss in nats over stretches of an epoch, oldest first. */
  loss: z.array(z.object({ epoch: z.number(), value: z.number() })),
  /** At each epoch's checkpoint, in inference mode; the first is the untrained network. */
  checkpoints: z.array(
    z.object({
      epoch: z.number(),
      trainLoss: z.number(),
      heldOutLoss: z.number(),
      trainAccuracyPct: z.number(),
      heldOutAccuracyPct: z.number(),
    }),
  ),
})
export type TrainingCurve = z.infer<typeof TrainingCurve>

/** What a curve can show. `divergence`: the loss grows; `rate-too-high`: it stays high and jagged. */
export const CurvePattern = z.enum(['healthy', 'underfitting', 'rate-too-high', 'still-falling', 'overfitting', 'leak', 'divergence'])
export type CurvePattern = z.infer<typeof CurvePattern>

export const CurveDiagnosis = z.object({
  pattern: CurvePattern,
  /** Share of all patterns' scores, in [0,1]. */
  certainty: z.number().min(0).max(1),
  /** Every pattern's share, in the order of `CurvePattern`. */
  shares: z.record(CurvePattern, z.number()),
  /** The finding in a sentence, with the figures it rests on. */
  evidence: z.string(),
  /** What to do next, in a sentence. */
  advice: z.string(),
  /** The next run, prepared; null where nothing is to be changed or the data is to be looked at first. */
  action: z.object({ label: z.string(), change: RunChange }).nullable(),
})
export type CurveDiagnosis = z.infer<typeof CurveDiagnosis>
