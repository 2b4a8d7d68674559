/**
 * KLIEP (Sugiyama et al., Annals of the Institute of Statistical Mathematics 2008): an importance w(x) = Σ_l α_l·k(x, c_l) under which
 * the reweighted source is nearest the target in Kullback-Leibler divergence.
 *
 *   max_α  1/m Σⱼ log w(tⱼ)   subject to  1/n Σᵢ w(sᵢ) = 1,  α ≥ 0
 *
 * The paper ascends the gradient and projects, which stops clearly below the optimum on small problems. Here α ← α·g(α) with
 * g_l = [1/m Σⱼ k(tⱼ, c_l)/w(tⱼ)] / [1/n Σᵢ k(sᵢ, c_l)], the EM update of a mixture: it keeps both constraints, never descends, and
 * max g − 1 bounds what is still to be gained.
 */
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { gaussianGram } from './gaussian-gram'

export interface DensityRatioProblem {
  readonly source: FeatureMatrix
  readonly target: FeatureMatrix
  /** c: usually points of the target. */
  readonly centres: FeatureMatrix
  readonly gamma: number
}

export interface KliepOptions {
  readonly maxIterations?: number
  /** Gain still possible at which the solution counts as found. */
  readonly tolerance?: number
}

export interface Kliep {
  /** [centres] α */
  readonly coefficients: Float64Array
  /** [n] w at the source points; their mean is 1. */
  readonly weights: Float64Array
  /** 1/m Σⱼ log w(tⱼ) */
  readonly objective: number
}

export function kliep({ source, target, centres, gamma }: DensityRatioProblem, options: KliepOptions = {}): Kliep {
  const { maxIterations = 1000, tolerance = 1e-3 } = options
  const onTarget = gaussianGram(target, centres, gamma)
  const onSource = gaussianGram(source, centres, gamma)
  const l = centres.count
  const mean = spread(onSource, new Float64Array(source.count).fill(1 / source.count))
  let coefficients = mean.map((value) => (value > 0 ? 1 / (l * value) : 0))
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const share = combine(onTarget, coefficients).map((ratio) => 1 / (target.count * ratio))
    const growth = spread(onTarget, share).map((value, at) => (mean[at] > 0 ? value / mean[at] : 0))
    if (Math.max(...growth) - 1 < tolerance) break
    coefficients = coefficients.map((value, at) => value * growth[at])
  }
  const ratios = combine(onTarget, coefficients)
  return {
    coefficients,
    weights: combine(onSource, coefficients),
    objective: ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / target.count,
  }
}

/** Σ_l kᵢ_l·α_l for each row i. */
function combine(gram: Float64Array, coefficients: Float64Array): Float64Array {
  const l = coefficients.length
  const out = new Float64Array(gram.length / l)
  for (let row = 0, at = 0; row < out.length; row++) {
    for (let column = 0; column < l; column++, at++) out[row] += gram[at] * coefficients[column]
  }
  return out
}

/** Σᵢ kᵢ_l·bᵢ for each column l. */
function spread(gram: Float64Array, shares: Float64Array): Float64Array {
  const out = new Float64Array(gram.length / shares.length)
  for (let row = 0, at = 0; row < shares.length; row++) {
    for (let column = 0; column < out.length; column++, at++) out[column] += gram[at] * shares[row]
  }
  return out
}
