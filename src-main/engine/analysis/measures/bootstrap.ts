/** 95 % percentile bootstrap (Efron & Tibshirani 1993, §13.3), drawn within each domain so that their sizes stay. */
import type { Banded } from '@shared/domain/alignment'
import { createRandom } from '../../nn/random'

export interface BootstrapOptions {
  /** [N] stratum of each row; draws stay within a stratum. */
  readonly strata: Uint8Array
  readonly seed: number
  /** 200 by default. */
  readonly replicates?: number
}

/** How often each row is drawn. */
export type Weights = Float64Array

/** `statistic` of the rows as they are, with the band of its value over resamples. */
export function bootstrapBand(statistic: (weights: Weights) => number, { strata, seed, replicates = 200 }: BootstrapOptions): Banded {
  const random = createRandom(seed).fork('bootstrap')
  const members = [...new Set(strata)].map((stratum) => Int32Array.from(strata.keys()).filter((i) => strata[i] === stratum))
  const weights = new Float64Array(strata.length).fill(1)
  const value = statistic(weights)
  const values = Float64Array.from({ length: replicates }, () => {
    weights.fill(0)
    for (const own of members) for (let draw = 0; draw < own.length; draw++) weights[own[random.integer(own.length)]]++
    return statistic(weights)
  }).sort()
  return { value, low: quantile(values, 0.025), high: quantile(values, 0.975) }
}

/** Band of the mean of per-row values. */
export function bandOfMean(samples: Float64Array, options: BootstrapOptions): Banded {
  return bootstrapBand((weights) => {
    let sum = 0
    let total = 0
    for (let i = 0; i < samples.length; i++) {
      sum += weights[i] * samples[i]
      total += weights[i]
    }
    return sum / total
  }, options)
}

/** Linear interpolation between the order statistics of ascending values. */
function quantile(ascending: Float64Array, share: number): number {
  const at = share * (ascending.length - 1)
  const below = Math.floor(at)
  const above = Math.min(ascending.length - 1, below + 1)
  return ascending[below] + (at - below) * (ascending[above] - ascending[below])
}
