/** At which epochs a trial is measured, kept and mapped: all of a short one, sixty of a long one; and which of those are scored. */

const mostCheckpoints = 60
const mostScores = 20

/** Epochs from one checkpoint to the next: 1 up to sixty epochs. */
export function epochsBetweenCheckpoints(epochs: number): number {
  return Math.ceil(epochs / mostCheckpoints)
}

/** Whether full epoch `epoch` of `epochs` ends with a checkpoint; the last one always does. */
export function isCheckpointEpoch(epoch: number, epochs: number): boolean {
  return epoch === epochs || epoch % epochsBetweenCheckpoints(epochs) === 0
}

/** Whether the checkpoint of `epoch` is scored by the validators: every so many checkpoints, about twenty of a trial, its last one among them. */
export function isScoredEpoch(epoch: number, epochs: number): boolean {
  const between = epochsBetweenCheckpoints(epochs)
  return epoch === epochs || (epoch > 0 && epoch % (between * Math.ceil(epochs / between / mostScores)) === 0)
}
