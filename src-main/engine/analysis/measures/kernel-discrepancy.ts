/** The unbiased quadratic form behind MMD and CORAL: mean kernel within the domains less twice that between them. */
import type { Banded } from '@shared/domain/alignment'
import { type BootstrapOptions, bootstrapBand } from './bootstrap'

/** Quadratic in the number of points for every resample, so fewer of them than a mean affords. */
const REPLICATES = 100

/**
 * Σ_{i≠j∈S} k(i,j)/n(n−1) + Σ_{i≠j∈T} k(i,j)/m(m−1) − 2 Σ_{i∈S,j∈T} k(i,j)/nm (Gretton et al. 2012, eq. 3). `kernel` is [N,N]
 * row-major and symmetric. In a resample a point drawn twice is not paired with itself. At least two points a domain.
 */
export function kernelDiscrepancy(
  kernel: Float32Array,
  domain: Uint8Array,
  options: Pick<BootstrapOptions, 'seed' | 'replicates'>,
): Banded {
  const count = domain.length
  return bootstrapBand(
    (weights) => {
      const within = [0, 0]
      const sizes = [0, 0]
      const squares = [0, 0]
      let between = 0
      for (let i = 0; i < count; i++) {
        const weight = weights[i]
        if (weight === 0) continue
        sizes[domain[i]] += weight
        squares[domain[i]] += weight * weight
        const sums = [0, 0]
        for (let j = i + 1, at = i * count + i + 1; j < count; j++, at++) sums[domain[j]] += weights[j] * kernel[at]
        within[domain[i]] += weight * sums[domain[i]]
        between += weight * sums[1 - domain[i]]
      }
      const mean = (side: number): number => (2 * within[side]) / (sizes[side] ** 2 - squares[side])
      return mean(0) + mean(1) - (2 * between) / (sizes[0] * sizes[1])
    },
    { strata: domain, replicates: REPLICATES, ...options },
  )
}
