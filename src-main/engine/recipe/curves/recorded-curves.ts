/** Curves of real trainings made to show each pattern: what the diagnosis was tuned on, and what was kept back from that. */
import { CurvePattern, type TrainingCurve } from '@shared/domain/training-curve'
import { z } from 'zod'
import recorded from './recorded-curves.json'

/** Loss stretches are even, so that their ends need no place of their own; a checkpoint is [epoch, trainLoss, heldOutLoss, trainAccuracyPct, heldOutAccuracyPct]. */
const CompactCurve = z.object({
  classes: z.number().int(),
  epochs: z.number(),
  ended: z.enum(['finished', 'diverged']),
  lastEpoch: z.number(),
  loss: z.array(z.number()),
  checkpoints: z.array(z.array(z.number()).length(5)),
})
export type CompactCurve = z.infer<typeof CompactCurve>

const RecordedCurve = CompactCurve.extend({ pattern: CurvePattern, index: z.number().int() })

export interface LabelledCurve {
  readonly pattern: CurvePattern
  readonly index: number
  readonly keptBack: boolean
  readonly curve: TrainingCurve
}

/** Runs of a pattern that its rules were tuned on; the others were first looked at by the finished rules. */
const tuned = 8

export const recordedCurves: readonly LabelledCurve[] = z
  .array(RecordedCurve)
  .parse(recorded)
  .map(({ pattern, index, ...compact }) => ({ pattern, index, keptBack: index >= tuned, curve: expand(compact) }))

function expand({ loss, lastEpoch, checkpoints, ...rest }: CompactCurve): TrainingCurve {
  return {
    ...rest,
    loss: loss.map((value, at) => ({ epoch: (lastEpoch * (at + 1)) / loss.length, value })),
    checkpoints: checkpoints.map(([epoch, trainLoss, heldOutLoss, trainAccuracyPct, heldOutAccuracyPct]) => ({
      epoch,
      trainLoss,
      heldOutLoss,
      trainAccuracyPct,
      heldOutAccuracyPct,
    })),
  }
}
