import { describe, expect, it } from 'vitest'
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { createRandom } from '../nn/random'
import { gaussianGram, medianGamma } from './gaussian-gram'
import { kernelMeanMatching, meanMatchingObjective } from './kernel-mean-matching'
import { kliep } from './kliep'
import { ulsif, ulsifObjective } from './ulsif'

/** Points on a line from a normal distribution. */
function line(mean: number, count: number, seed: number): FeatureMatrix {
  const random = createRandom(seed)
  return { features: Float32Array.from({ length: count }, () => mean + random.normal()), count, dimensions: 1 }
}
const source = line(0, 60, 1)
const target = line(1, 50, 2)
const gamma = 0.5
/** Weighted mean of the source: near the target's where weights are right. */
const weightedMean = (weights: Float64Array): number =>
  weights.reduce((sum, weight, at) => sum + weight * source.features[at], 0) / weights.reduce((sum, weight) => sum + weight, 0)

describe('gaussian gram', () => {
  it('gaussian gram: exp(−γ‖a − b‖²), and γ is one over the median squared distance', () => {
    const a = { features: Float32Array.of(0, 0, 3, 4), count: 2, dimensions: 2 }
    const gram = gaussianGram(a, a, 0.1)
    for (const [at, wanted] of [1, Math.exp(-2.5), Math.exp(-2.5), 1].entries()) expect(gram[at]).toBeCloseTo(wanted, 12)
    expect(medianGamma(a, createRandom(1))).toBeCloseTo(1 / 25, 12)
    expect(medianGamma({ features: new Float32Array(4), count: 4, dimensions: 1 }, createRandom(1))).toBe(1)
  })
})

describe('kernel mean matching', () => {
  const problem = { source, target, gamma, bound: 5 }

  it('kernel mean matching: moves the source’s mean to the target’s and keeps to its bounds', () => {
    const weights = kernelMeanMatching(problem)
    expect(Math.abs(weightedMean(weights) - 1)).toBeLessThan(0.25)
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...weights)).toBeLessThanOrEqual(5)
    const slack = (Math.sqrt(60) - 1) / Math.sqrt(60)
    expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 60)).toBeLessThanOrEqual(60 * slack + 1e-6)
  })

  it('kernel mean matching: no feasible neighbour is better', () => {
    const weights = kernelMeanMatching(problem, { maxIterations: 50_000, tolerance: 1e-9 })
    const best = meanMatchingObjective(problem, weights)
    const random = createRandom(3)
    for (let trial = 0; trial < 50; trial++) {
      const [from, to] = [random.integer(60), random.integer(60)]
      const moved = weights.slice()
      const by = Math.min(0.05, moved[from], 5 - moved[to])
      moved[from] -= by
      moved[to] += by
      expect(meanMatchingObjective(problem, moved)).toBeGreaterThanOrEqual(best - 1e-6)
    }
  })
})

describe('density ratios', () => {
  const problem = { source, target, centres: target, gamma }

  it('kliep: weights have a mean of 1, move the source’s mean to the target’s, and more steps never lower the objective', () => {
    const { weights, objective, coefficients } = kliep(problem)
    expect(weights.reduce((sum, weight) => sum + weight, 0) / 60).toBeCloseTo(1, 10)
    expect(Math.min(...coefficients)).toBeGreaterThanOrEqual(0)
    expect(Math.abs(weightedMean(weights) - 1)).toBeLessThan(0.4)
    const early = kliep(problem, { maxIterations: 3, tolerance: 0 }).objective
    expect(objective).toBeGreaterThan(early)
  })

  it('ulsif: no other coefficients have a lower objective, and negative ones are set to 0', () => {
    const { unclipped, coefficients, weights } = ulsif(problem, 0.1)
    const best = ulsifObjective(problem, unclipped, 0.1)
    for (let at = 0; at < unclipped.length; at++) {
      for (const by of [0.01, -0.01]) {
        const moved = unclipped.map((value, other) => (other === at ? value + by : value))
        expect(ulsifObjective(problem, moved, 0.1)).toBeGreaterThan(best)
      }
    }
    expect(coefficients).toEqual(unclipped.map((value) => Math.max(0, value)))
    expect(Math.abs(weightedMean(weights) - 1)).toBeLessThan(0.4)
  })
})
