/** From a trial's recorded metrics to the curve that is judged. */
import type { MetricPoint } from '@shared/domain/run'
import type { TrainingCurve } from '@shared/domain/training-curve'

export interface CurveContext {
  readonly classes: number
  readonly epochs: number
  readonly ended: TrainingCurve['ended']
}

/** Null where nothing has been trained yet, or where the trial was recorded without losses of both sides of the split. */
export function curveOfMetrics(points: readonly MetricPoint[], context: CurveContext): TrainingCurve | null {
  const at = (epoch: number, name: string): number | undefined =>
    points.find((point) => point.epoch === epoch && point.name === name)?.value
  const loss = points.filter(({ name }) => name === 'classLoss').map(({ epoch, value }) => ({ epoch, value }))
  const checkpoints = points
    .filter(({ name }) => name === 'sourceLoss')
    .flatMap(({ epoch, value: heldOutLoss }) => {
      const [trainLoss, trainAccuracyPct, heldOutAccuracyPct] = [
        at(epoch, 'sourceTrainLoss'),
        at(epoch, 'sourceTrainAccuracyPct'),
        at(epoch, 'sourceAccuracyPct'),
      ]
      if (trainLoss === undefined || trainAccuracyPct === undefined || heldOutAccuracyPct === undefined) return []
      return [{ epoch, trainLoss, heldOutLoss, trainAccuracyPct, heldOutAccuracyPct }]
    })
  // A training that ran away may not have reached its first checkpoint, and is judged all the same.
  const enough = context.ended === 'diverged' ? 1 : 2
  if (loss.length < 2 * enough || checkpoints.length < enough) return null
  return { ...context, loss: means(loss, mostStretches), checkpoints: every(checkpoints, mostCheckpoints) }
}

/** Long trainings are judged at the resolution of short ones, so that what is jagged does not depend on their length. */
const mostStretches = 80
const mostCheckpoints = 30

function means(points: TrainingCurve['loss'], most: number): TrainingCurve['loss'] {
  const count = Math.min(most, points.length)
  return Array.from({ length: count }, (_, at) => {
    const stretch = points.slice(Math.floor((at * points.length) / count), Math.floor(((at + 1) * points.length) / count))
    return { epoch: stretch[stretch.length - 1].epoch, value: stretch.reduce((sum, { value }) => sum + value, 0) / stretch.length }
  })
}

/** The first, the last, and as many between as are wanted. */
function every<T>(points: readonly T[], most: number): T[] {
  const count = Math.min(most, points.length)
  return Array.from({ length: count }, (_, at) => points[Math.round((at * (points.length - 1)) / Math.max(1, count - 1))])
}
