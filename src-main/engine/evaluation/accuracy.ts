/** Accuracy in percent from predicted and true class ids. */

/**
 * Share of equal entries among those whose true label is known to the model, in percent.
 * predicted, labels [N] int32; labels below 0 (classes the source lacks) count as wrong: the model cannot name them.
 * Throws RangeError when the lengths differ or N is 0.
 */
export function accuracyPct(predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  if (predicted.length !== labels.length || labels.length === 0) {
    throw new RangeError(`accuracy needs equal, non-empty arrays; got ${predicted.length} predictions and ${labels.length} labels`)
  }
  let correct = 0
  for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) correct++
  return (100 * correct) / labels.length
}
