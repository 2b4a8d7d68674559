/** At which epochs a trial is measured, kept and mapped: all of a short one, sixty of a long one. */

const mostCheckpoints = 60

/** Epochs from one checkpoint to the next: 1 up to sixty epochs. */
export function epochsBetweenCheckpoints(epochs: number): number {
  return Math.ceil(epochs / mostCheckpoints)
}

/** Whether full epoch `epoch` of `epochs` ends with a checkpoint; the last one always does. */
export function isCheckpointEpoch(epoch: number, epochs: number): boolean {
  return epoch === epochs || epoch % epochsBetweenCheckpoints(epochs) === 0
}
