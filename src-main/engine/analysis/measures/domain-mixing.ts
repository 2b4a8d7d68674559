/** Whether neighbours in feature space come from both domains, and in which classes they do not. */
import type { Banded } from '@shared/domain/alignment'
import type { Neighbours } from '../nearest-neighbours'
import { bandOfMean } from './bootstrap'
import type { DomainPoints } from './domain-points'

/** Neighbours looked at. */
const NEIGHBOURS = 10

export interface DomainMixing {
  /** Mean over all points. */
  readonly mean: Banded
  /** [classes]; null for a class without points. */
  readonly byClass: readonly (number | null)[]
}

/** Share of a point's nearest neighbours that are of the other domain, over that domain's share of all other points: 0 apart, 1 mixed. */
export function domainMixing(
  { count, domain, classOf }: DomainPoints,
  neighbours: Neighbours,
  { classes, seed }: { readonly classes: number; readonly seed: number },
): DomainMixing {
  const k = Math.min(NEIGHBOURS, neighbours.k)
  const targets = domain.reduce((sum, side) => sum + side, 0)
  const sizes = [count - targets, targets]
  const samples = Float64Array.from({ length: count }, (_, i) => {
    let others = 0
    for (let n = 0; n < k; n++) others += domain[neighbours.indices[i * neighbours.k + n]] === domain[i] ? 0 : 1
    const expected = sizes[1 - domain[i]] / (count - 1)
    return expected > 0 ? others / k / expected : 0
  })
  const sums = new Float64Array(classes)
  const members = new Int32Array(classes)
  for (let i = 0; i < count; i++) {
    sums[classOf[i]] += samples[i]
    members[classOf[i]]++
  }
  return {
    mean: bandOfMean(samples, { strata: domain, seed }),
    byClass: Array.from(members, (size, id) => (size === 0 ? null : sums[id] / size)),
  }
}
