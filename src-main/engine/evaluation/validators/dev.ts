/** Deep embedded validation (You et al., ICML 2019): importance-weighted risk whose variance a control variate takes down. */
import { fitLogistic, probability } from '../../analysis/logistic'
import { crossEntropies } from './source-risk'
import type { Validator } from './validator'

/** w = (n_source/n_target)·p(target)/p(source) of each held-out source row, from a classifier of domains trained elsewhere. */
export function densityRatios(
  targetProbabilities: ArrayLike<number>,
  counts: { readonly source: number; readonly target: number },
): Float64Array {
  return Float64Array.from(targetProbabilities, (p) => ((counts.source / counts.target) * p) / Math.max(1e-12, 1 - p))
}

/**
 * mean(w·e) + η·mean(w) − η with η = −cov(w·e, w)/var(w), both with n−1; η is 0 where the weights are all alike, for which the
 * original code divides by zero. weights, errors [n] → risk in the errors' unit, lower is better.
 */
export function devRisk(weights: Float64Array, errors: ArrayLike<number>): number {
  const weighted = weights.map((weight, row) => weight * errors[row])
  const [meanWeighted, meanWeight] = [mean(weighted), mean(weights)]
  let covariance = 0
  let variance = 0
  for (const [row, weight] of weights.entries()) {
    covariance += (weighted[row] - meanWeighted) * (weight - meanWeight)
    variance += (weight - meanWeight) ** 2
  }
  const alike = variance <= 1e-24 * (1 + meanWeight * meanWeight) * weights.length
  const eta = alike ? 0 : -covariance / variance
  return meanWeighted + eta * meanWeight - eta
}

export const dev: Validator = {
  id: 'dev',
  label: 'DEV',
  summary: 'Weighted source risk, weights from a classifier of domains, variance reduced.',
  paper: 'You et al. 2019',
  score({ source, target, trainedSource, dimensions }) {
    const rows = new Float64Array(trainedSource.length + target.features.length)
    rows.set(trainedSource)
    rows.set(target.features, trainedSource.length)
    const counts = { source: trainedSource.length / dimensions, target: target.count }
    const model = fitLogistic({
      rows,
      labels: Uint8Array.from({ length: counts.source + counts.target }, (_, i) => (i < counts.source ? 0 : 1)),
      dimensions,
    })
    return -devRisk(densityRatios(probability(model, source.features), counts), crossEntropies(source.probabilities, source.labels))
  },
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
