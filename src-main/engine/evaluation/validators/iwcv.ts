/** Importance-weighted cross-validation (Sugiyama et al. 2007): held-out source images count as much as the target is dense around them. */
import { logDensity } from './gaussian-density'
import type { Validator } from './validator'

/** Weights of source rows, p_target/p_source, normalised to sum 1. logSource, logTarget [n]: natural log densities. */
export function importanceWeights(logSource: Float64Array, logTarget: Float64Array): Float64Array {
  const ratios = logTarget.map((value, row) => value - logSource[row])
  const largest = ratios.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const weights = ratios.map((value) => Math.exp(value - largest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** Σ wᵢ·[ŷᵢ = yᵢ], in [0,1]. Self-normalised; the paper's own estimate is `iwcvRisk`. */
export function weightedAccuracy(weights: Float64Array, predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  return weights.reduce((sum, weight, row) => sum + (predicted[row] === labels[row] ? weight : 0), 0)
}

/** (1/n) Σ exp(log p_t − log p_s)·errorᵢ as in the paper: unbiased, and of unbounded variance where the domains lie apart. */
export function iwcvRisk(logSource: Float64Array, logTarget: Float64Array, errors: ArrayLike<number>): number {
  return logSource.reduce((sum, value, row) => sum + Math.exp(logTarget[row] - value) * errors[row], 0) / logSource.length
}

/** Directions of largest variance that densities are estimated in: in more, every point is alone. */
const densityDimensions = 5

export const iwcv: Validator = {
  id: 'iwcv',
  label: 'IWCV',
  summary: 'Accuracy on held-out source images, weighted by how dense the target is around each.',
  paper: 'Sugiyama et al. 2007',
  score({ source, target, dimensions, classes }) {
    const kept = Math.min(densityDimensions, dimensions)
    const first = (features: Float64Array) => firstColumns(features, dimensions, kept)
    const at = first(source.features)
    const options = { dimensions: kept, bandwidth: 1 }
    const weights = importanceWeights(logDensity(at, at, options), logDensity(first(target.features), at, options))
    return weightedAccuracy(weights, predictions(source.probabilities, classes), source.labels)
  },
}

function firstColumns(features: Float64Array, dimensions: number, kept: number): Float64Array {
  return Float64Array.from(
    { length: (features.length / dimensions) * kept },
    (_, at) => features[Math.floor(at / kept) * dimensions + (at % kept)],
  )
}

function predictions(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes)
    return own.indexOf(Math.max(...own))
  })
}
