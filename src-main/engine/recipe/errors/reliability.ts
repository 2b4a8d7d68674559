/** The bins of a reliability diagram (Guo et al., ICML 2017): confidence against accuracy. */
import type { ReliabilityBin } from '@shared/domain/recipe'

/** Equal-width bins (l, u] of the largest probability, as in `calibration`; empty bins have no place. confidences, correct [N]. */
export function reliabilityBins(confidences: ArrayLike<number>, correct: ArrayLike<number>, bins = 15): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }))
  for (let i = 0; i < confidences.length; i++) {
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidences[i] * bins) - 1))]
    bin.count++
    bin.confidence += confidences[i]
    bin.right += correct[i]
  }
  return sums
    .filter(({ count }) => count > 0)
    .map(({ count, confidence, right }) => ({ count, confidencePct: (100 * confidence) / count, accuracyPct: (100 * right) / count }))
}
