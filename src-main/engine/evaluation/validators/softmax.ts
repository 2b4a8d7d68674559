/** Row-wise softmax on the host, for figures computed outside of a training step. */

/** logits [N,K] row-major → probabilities [N,K]. */
export function softmaxRows(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length)
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY
    for (let k = 0; k < classes; k++) largest = Math.max(largest, logits[start + k])
    let sum = 0
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[start + k] - largest)
    for (let k = 0; k < classes; k++) probabilities[start + k] = Math.exp(logits[start + k] - largest) / sum
  }
  return probabilities
}

/** probabilities [N,K] row-major → [N] entropy of each row over its maximum ln K, in [0,1]; 0 for a single class. */
export function entropyOfRows(probabilities: Float32Array, classes: number): Float32Array {
  return Float32Array.from({ length: probabilities.length / classes }, (_, row) => {
    let entropy = 0
    for (const p of probabilities.subarray(row * classes, (row + 1) * classes)) if (p > 0) entropy -= p * Math.log(p)
    return classes > 1 ? Math.min(1, entropy / Math.log(classes)) : 0
  })
}
