/** Whether, and since when, the held-out loss stays where it is. */
import type { Convergence } from '@shared/domain/recipe'
import type { TrainingCurve } from '@shared/domain/training-curve'

/** Part of all that was gained within which a loss counts as at rest. */
const tolerance = 0.05
/** Part of the training by whose end it must have come to rest. */
const latest = 0.9
const leastCheckpoints = 5

/** Over the mean of the seeds' curves; null while there are too few checkpoints. */
export function findConvergence(curves: readonly TrainingCurve[]): Convergence | null {
  const [first] = curves
  if (first === undefined) return null
  const length = Math.min(...curves.map(({ checkpoints }) => checkpoints.length))
  if (length < leastCheckpoints) return null
  const epochs = first.checkpoints.slice(0, length).map(({ epoch }) => epoch)
  const losses = epochs.map((_, at) => curves.reduce((sum, { checkpoints }) => sum + checkpoints[at].heldOutLoss, 0) / curves.length)
  const gained = losses[0] - Math.min(...losses)
  const last = losses[length - 1]
  if (!(gained > 0) || !Number.isFinite(last)) return { settled: false, epoch: null, drift: 1 }
  let from = length - 1
  while (from > 0 && Math.abs(losses[from - 1] - last) <= tolerance * gained) from--
  const third = losses.slice(Math.floor((2 * length) / 3))
  const drift = third.length < 2 ? 0 : ((third[third.length - 1] - third[0]) / gained) * (0.1 / (1 / 3))
  const end = epochs[length - 1]
  const settled = epochs[from] <= latest * end && Math.abs(drift) <= tolerance
  return { settled, epoch: settled ? epochs[from] : null, drift }
}
