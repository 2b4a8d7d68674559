/** Source risk: how well the held-out source is classified. Blind to the target, and still a hard one to beat. */
import type { Validator } from './validator'

/** −(1/N) Σᵢ −ln pᵢ(yᵢ) in nats, ≤ 0. probabilities [N,K] row-major; labels [N]. */
export function sourceRiskScore(probabilities: Float32Array, labels: Int32Array): number {
  const errors = crossEntropies(probabilities, labels)
  return -errors.reduce((sum, error) => sum + error, 0) / labels.length
}

/** −ln p(y) of each row, p at least 1e-12. */
export function crossEntropies(probabilities: Float32Array, labels: Int32Array): Float64Array {
  const classes = probabilities.length / labels.length
  return Float64Array.from(labels, (label, row) => -Math.log(Math.max(1e-12, probabilities[row * classes + label])))
}

export const sourceRisk: Validator = {
  id: 'source-risk',
  label: 'Source risk',
  summary: 'Cross-entropy on held-out source images.',
  paper: 'Ben-David et al. 2010',
  score: ({ source }) => sourceRiskScore(source.probabilities, source.labels),
}
