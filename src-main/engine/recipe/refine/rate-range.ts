/**
 * The learning-rate range test (Smith, WACV 2017): one short training whose rate rises exponentially, and what its loss says.
 *
 *   μ(i) = μ₀·(μ₁/μ₀)^(i/(n−1));  smoothed loss  s(i) = (β·s(i−1) + (1−β)·l(i)) / (1 − β^(i+1)),  β = 0.9
 */
import type { RateTest } from '@shared/domain/rate-test'
import { tf } from '../../backend/tensorflow'
import { nextTurn } from '../../training/next-turn'
import { createStepRunner } from '../../training/step-runner'
import { tensorsOf } from '../../training/training-data'
import { type Experiment, measure, takeStep, throwIfCancelled } from '../checks/fit-batch'

export interface RangeOptions {
  readonly lowest?: number
  readonly highest?: number
  readonly steps?: number
  readonly signal?: AbortSignal | undefined
  onStep?(done: number): void
}

export const rangeSteps = 100
const smoothing = 0.9
/** Times the lowest loss so far that count as running away, after enough steps to know it. */
const away = 4
const settling = 10
/** How far below the rate of the lowest loss one begins. */
const margin = 10

/** Throws AppError `cancelled`. */
export async function testRates(experiment: Experiment, options: RangeOptions = {}): Promise<RateTest> {
  const { lowest = 1e-6, highest = 1, steps = rangeSteps, signal } = options
  const session = experiment.start()
  const runner = createStepRunner({ session, mode: 'auto' })
  const points: { rate: number; loss: number }[] = []
  let [smooth, best] = [0, Number.POSITIVE_INFINITY]
  let divergesAt: number | null = null
  try {
    for (let step = 0; step < steps; step++) {
      throwIfCancelled(signal)
      const rate = lowest * (highest / lowest) ** (step / (steps - 1))
      const batch = experiment.draw(step)
      try {
        const { loss } = measure(session, batch)
        smooth = smoothing * smooth + (1 - smoothing) * loss
        const value = smooth / (1 - smoothing ** (step + 1))
        if (!Number.isFinite(value) || (step >= settling && value > away * best)) {
          divergesAt = rate
          break
        }
        points.push({ rate, loss: value })
        best = Math.min(best, value)
        takeStep(session, batch, rate, runner.run)
      } finally {
        tf.dispose(tensorsOf(batch))
      }
      options.onStep?.(step + 1)
      await nextTurn()
    }
  } finally {
    runner.dispose()
    session.dispose()
  }
  return { points, ...readRates(points), divergesAt }
}

/** What the curve says: where it falls fastest, and a tenth of where it is lowest. */
export function readRates(points: RateTest['points']): Pick<RateTest, 'steepest' | 'suggested'> {
  const lowest = points.reduce((best, point) => (point.loss < best.loss ? point : best), points[0])
  let steepest = { rate: points[0].rate, slope: 0 }
  for (let at = 1; at + 1 < points.length; at++) {
    const slope = (points[at + 1].loss - points[at - 1].loss) / Math.log(points[at + 1].rate / points[at - 1].rate)
    if (slope < steepest.slope) steepest = { rate: points[at].rate, slope }
  }
  return { steepest: round(steepest.rate), suggested: round(lowest.rate / margin) }
}

const round = (rate: number): number => Number(rate.toPrecision(2))
