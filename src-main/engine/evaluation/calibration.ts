/** Whether confidence can be believed: the expected calibration error (Guo et al., ICML 2017). */

export interface Calibration {
  /** Σ n_b/n·|accuracy_b − confidence_b| over the bins, in [0,1]. */
  readonly ece: number
  /** The largest gap of a bin that holds images. */
  readonly mce: number
  readonly binCounts: Int32Array
}

/** Equal-width bins (l, u] of the largest probability. confidences, correct [N], correct is 1 or 0. */
export function calibration(confidences: ArrayLike<number>, correct: ArrayLike<number>, bins = 15): Calibration {
  const counts = new Int32Array(bins)
  const gaps = new Float64Array(bins)
  for (let i = 0; i < confidences.length; i++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidences[i] * bins) - 1))
    counts[bin] += 1
    gaps[bin] += correct[i] - confidences[i]
  }
  const ece = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidences.length
  const mce = gaps.reduce((most, gap, bin) => (counts[bin] === 0 ? most : Math.max(most, Math.abs(gap) / counts[bin])), 0)
  return { ece, mce, binCounts: counts }
}
