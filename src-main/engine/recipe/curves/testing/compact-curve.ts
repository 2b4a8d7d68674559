/** A curve as it is kept in the list of recorded ones: numbers to four digits, loss stretches by their values alone. */
import type { TrainingCurve } from '@shared/domain/training-curve'
import type { CompactCurve } from '../recorded-curves'

export function compactCurve({ classes, epochs, ended, loss, checkpoints }: TrainingCurve): CompactCurve {
  return {
    classes,
    epochs,
    ended,
    lastEpoch: digits(loss[loss.length - 1].epoch),
    loss: loss.map(({ value }) => digits(value)),
    checkpoints: checkpoints.map((one) =>
      [one.epoch, one.trainLoss, one.heldOutLoss, one.trainAccuracyPct, one.heldOutAccuracyPct].map(digits),
    ),
  }
}

const digits = (value: number): number => Number(value.toPrecision(4))
