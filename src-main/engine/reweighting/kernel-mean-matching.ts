/**
 * Kernel mean matching (Huang et al., NeurIPS 2006): weights under which the source has the target's mean in kernel space.
 *
 *   min_w  ½ wᵀKw − κᵀw   subject to  0 ≤ wᵢ ≤ B,  |Σᵢ wᵢ − n| ≤ n·ε
 *   Kᵢⱼ = k(sᵢ, sⱼ),  κᵢ = n/m Σⱼ k(sᵢ, tⱼ),  n source and m target points
 *
 * Solved by accelerated projected gradients (Beck & Teboulle 2009) with restarts.
 */
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { gaussianGram } from './gaussian-gram'

export interface MeanMatchingProblem {
  readonly source: FeatureMatrix
  readonly target: FeatureMatrix
  /** Of the Gaussian kernel. */
  readonly gamma: number
  /** B: largest weight. */
  readonly bound: number
  /** ε: how far the mean weight may be from 1. By default (√n − 1)/√n, as in the paper. */
  readonly slack?: number
}

export interface MeanMatchingOptions {
  readonly maxIterations?: number
  /** Largest change of a weight by one plain step at which the solution counts as found. */
  readonly tolerance?: number
}

/** [n] weights. */
export function kernelMeanMatching(problem: MeanMatchingProblem, options: MeanMatchingOptions = {}): Float64Array {
  const { maxIterations = 500, tolerance = 1e-4 } = options
  const n = problem.source.count
  const slack = problem.slack ?? (Math.sqrt(n) - 1) / Math.sqrt(n)
  const { gram, kappa } = matrices(problem)
  const project = (w: Float64Array): Float64Array => projectOnto(w, problem.bound, n * (1 - slack), n * (1 + slack))
  const rate = 1 / largestRowSum(gram, n)
  const stepFrom = (from: Float64Array): Float64Array => {
    const product = times(gram, from)
    return project(from.map((value, i) => value - rate * (product[i] - kappa[i])))
  }
  let weights = project(new Float64Array(n).fill(1))
  let ahead = weights
  let momentum = 1
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const next = stepFrom(ahead)
    const moved = largestDifference(next, ahead)
    const uphill = next.reduce((sum, value, i) => sum + (ahead[i] - value) * (value - weights[i]), 0) > 0
    const nextMomentum = uphill ? 1 : (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2
    const reach = uphill ? 0 : (momentum - 1) / nextMomentum
    ahead = next.map((value, i) => value + reach * (value - weights[i]))
    weights = next
    momentum = nextMomentum
    if (moved < tolerance) break
  }
  return weights
}

/** ½ wᵀKw − κᵀw. */
export function meanMatchingObjective(problem: MeanMatchingProblem, weights: Float64Array): number {
  const { gram, kappa } = matrices(problem)
  const product = times(gram, weights)
  return weights.reduce((sum, w, i) => sum + w * (product[i] / 2 - kappa[i]), 0)
}

function matrices({ source, target, gamma }: MeanMatchingProblem): { readonly gram: Float64Array; readonly kappa: Float64Array } {
  const cross = gaussianGram(source, target, gamma)
  const kappa = new Float64Array(source.count)
  cross.forEach((value, at) => {
    kappa[Math.floor(at / target.count)] += (value * source.count) / target.count
  })
  return { gram: gaussianGram(source, source, gamma), kappa }
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * vector[j]
    out[i] = sum
  }
  return out
}

/** Bounds the largest eigenvalue of a matrix without negative entries. */
function largestRowSum(matrix: Float64Array, n: number): number {
  return Math.max(...times(matrix, new Float64Array(n).fill(1)))
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)
}

/** The nearest point with entries in [0, bound] and a sum in [low, high]: clip(w − τ), τ by bisection. */
function projectOnto(w: Float64Array, bound: number, low: number, high: number): Float64Array {
  const clipped = (tau: number): Float64Array => w.map((value) => Math.min(bound, Math.max(0, value - tau)))
  const sumAt = (tau: number): number => clipped(tau).reduce((sum, value) => sum + value, 0)
  const plain = sumAt(0)
  if (plain >= low && plain <= high) return clipped(0)
  const wanted = plain < low ? low : high
  let [below, above] = [Math.min(...w) - bound, Math.max(...w)]
  for (let i = 0; i < 60; i++) {
    const middle = (below + above) / 2
    if (sumAt(middle) > wanted) below = middle
    else above = middle
  }
  return clipped((below + above) / 2)
}
