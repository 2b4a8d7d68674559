/** Maximum mean discrepancy (Gretton et al. 2012): how different two samples look to a family of smooth functions. */
import type { Banded } from '@shared/domain/alignment'
import { GROUP, PackedRows, packRows } from '../packed-rows'
import type { DomainPoints } from './domain-points'
import { kernelDiscrepancy } from './kernel-discrepancy'

/** Bandwidths as factors on the median squared distance; a range, so that no single choice decides (Long et al. 2015). */
const FACTORS = [0.25, 0.5, 1, 2, 4] as const

/** MMD² with k(x,y) = mean over bandwidths of exp(−|x−y|² / (factor · median)), unbiased; around 0 for equal distributions. */
export function mmd(points: DomainPoints, options: { readonly seed: number; readonly replicates?: number }): Banded {
  const kernel = squaredDistances(points)
  const median = medianOfPairs(kernel, points.count)
  const scales = FACTORS.map((factor) => -1 / (factor * (median || 1)))
  for (let at = 0; at < kernel.length; at++) {
    let sum = 0
    for (const scale of scales) sum += Math.exp(kernel[at] * scale)
    kernel[at] = sum / scales.length
  }
  return kernelDiscrepancy(kernel, points.domain, options)
}

/** [N,N]. */
export function squaredDistances(points: Pick<DomainPoints, 'features' | 'count' | 'dimensions'>): Float32Array {
  const { count } = points
  const rows = new PackedRows(packRows(points))
  const all = new Float32Array(count * count)
  for (let i = 0; i < count; i++) {
    if (i % GROUP === 0) rows.distances(i / GROUP, { from: 0, to: rows.groups })
    const start = (i % GROUP) * rows.stride
    all.set(rows.strip.subarray(start, start + count), i * count)
  }
  return all
}

function medianOfPairs(distances: Float32Array, count: number): number {
  const pairs = new Float32Array((count * (count - 1)) / 2)
  for (let i = 0, at = 0; i < count; i++) for (let j = i + 1; j < count; j++) pairs[at++] = distances[i * count + j]
  pairs.sort()
  return pairs[pairs.length >> 1]
}
