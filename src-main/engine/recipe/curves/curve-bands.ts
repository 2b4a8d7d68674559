/** The curves of several seeds as one: mean of both sides at every checkpoint, with its interval. */
import type { CurveBands } from '@shared/domain/recipe'
import { tInterval } from '@shared/domain/t-interval'
import type { TrainingCurve } from '@shared/domain/training-curve'

type Figure = 'trainLoss' | 'heldOutLoss'

/** Over the checkpoints that all of them have; null without curves. With one seed the band is the line. */
export function curveBands(curves: readonly TrainingCurve[]): CurveBands | null {
  const [first] = curves
  if (first === undefined) return null
  const length = Math.min(...curves.map(({ checkpoints }) => checkpoints.length))
  const band = (name: Figure): CurveBands['trained'] => {
    const at = Array.from({ length }, (_, checkpoint) => tInterval(curves.map(({ checkpoints }) => checkpoints[checkpoint][name])))
    return {
      mean: at.map(({ mean }) => mean),
      low: at.map(({ mean, halfWidth }) => mean - (halfWidth ?? 0)),
      high: at.map(({ mean, halfWidth }) => mean + (halfWidth ?? 0)),
    }
  }
  return {
    seeds: curves.length,
    epochs: first.checkpoints.slice(0, length).map(({ epoch }) => epoch),
    guess: Math.log(first.classes),
    trained: band('trainLoss'),
    heldOut: band('heldOutLoss'),
  }
}
