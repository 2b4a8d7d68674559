/** The labels that a network is sure of. */

export interface SureLabels {
  /** [N] class ids, of every image */
  readonly labels: Int32Array
  /** [N] 1 where the label's probability reaches the threshold, else 0 */
  readonly sure: Float32Array
}

/** probabilities [N,K] row-major. */
export function sureLabels(probabilities: Float32Array, classes: number, threshold: number): SureLabels {
  const count = probabilities.length / classes
  const labels = new Int32Array(count)
  const sure = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes)
    for (let k = 1; k < classes; k++) if (row[k] > row[labels[i]]) labels[i] = k
    sure[i] = row[labels[i]] >= threshold ? 1 : 0
  }
  return { labels, sure }
}
