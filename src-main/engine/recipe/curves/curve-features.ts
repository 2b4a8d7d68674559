/** The few figures that a curve is judged by. Losses are in parts of ln C, the loss of guessing, so that tasks compare. */
import type { TrainingCurve } from '@shared/domain/training-curve'

export interface CurveFeatures {
  /** Highest training loss, and the mean over the last fifth of the stretches. */
  readonly peak: number
  readonly end: number
  /** How much the training loss fell from the fourth fifth to the last, as a part of the last. */
  readonly falling: number
  /** Mean step from one stretch to the next in the second half, beyond the trend. */
  readonly jagged: number
  /** Share of the checkpoints in the second half whose training loss is under that of the one before. */
  readonly steady: number
  /** Losses at the last checkpoint, in inference mode. */
  readonly train: number
  readonly heldOut: number
  /** How far the held-out loss has risen from its lowest. */
  readonly risen: number
  /** Accuracy on trained images over that on held-out ones, in points. */
  readonly gapPoints: number
  /** Median of |ln(held-out ÷ training loss)| over the second half of the checkpoints: 0 where both are the same images. */
  readonly apart: number
  readonly diverged: boolean
}

export function curveFeatures({ classes, loss, checkpoints, ended }: TrainingCurve): CurveFeatures {
  const guess = Math.log(classes)
  const values = loss.map(({ value }) => value / guess)
  const fifth = Math.max(1, Math.floor(values.length / 5))
  const end = mean(values.slice(-fifth))
  const before = mean(values.slice(-2 * fifth, -fifth))
  const half = values.slice(Math.floor(values.length / 2))
  const trend = (half[half.length - 1] - half[0]) / Math.max(1, half.length - 1)
  const last = checkpoints[checkpoints.length - 1]
  const later = checkpoints.slice(Math.floor(checkpoints.length / 2))
  return {
    peak: Math.max(...values),
    end,
    falling: (before - end) / Math.max(end, 1e-6),
    jagged: mean(half.slice(1).map((value, at) => Math.abs(value - half[at] - trend))),
    steady: steadiness(later.map(({ trainLoss }) => trainLoss)),
    train: last.trainLoss / guess,
    heldOut: last.heldOutLoss / guess,
    risen: (last.heldOutLoss - Math.min(...checkpoints.map(({ heldOutLoss }) => heldOutLoss))) / guess,
    gapPoints: last.trainAccuracyPct - last.heldOutAccuracyPct,
    apart: median(later.map(({ trainLoss, heldOutLoss }) => Math.abs(Math.log(Math.max(heldOutLoss, 1e-9) / Math.max(trainLoss, 1e-9))))),
    diverged: ended === 'diverged',
  }
}

/** Share of values under the one before; 0 where there is no one before. */
function steadiness(values: readonly number[]): number {
  return mean(values.slice(1).map((value, at) => (value < values[at] ? 1 : 0)))
}

/** 0 for an empty list. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
