/** How far each class of the target lies from the same class of the source. */
import type { Banded } from '@shared/domain/alignment'
import { bootstrapBand, type Weights } from './bootstrap'
import type { DomainPoints } from './domain-points'

const REPLICATES = 100
/** Fewest images a class needs in each domain. */
const LEAST_IMAGES = 2

export interface ClassDistances {
  /** [classes] ‖mean of source − mean of target‖ over the root mean squared distance of its images from these means; null where there are too few. */
  readonly byClass: readonly (number | null)[]
  /** Mean over the classes that have one; null without any. */
  readonly mean: Banded | null
}

export function classDistances(
  points: DomainPoints,
  { classes, seed }: { readonly classes: number; readonly seed: number },
): ClassDistances {
  const { count, domain, classOf } = points
  const cells = Int32Array.from({ length: count }, (_, i) => classOf[i] * 2 + domain[i])
  const sizes = new Int32Array(2 * classes)
  for (const cell of cells) sizes[cell]++
  const chosen = Array.from({ length: classes }, (_, id) => id).filter((id) => Math.min(sizes[2 * id], sizes[2 * id + 1]) >= LEAST_IMAGES)
  const byClass = distancesOf(points, cells, classes, new Float64Array(count).fill(1))
  const statistic = (weights: Weights): number => {
    const distances = distancesOf(points, cells, classes, weights)
    // A resample may miss a small class; the others stand for it.
    const known = chosen.map((id) => distances[id]).filter((distance) => distance !== null)
    return known.reduce((sum, distance) => sum + distance, 0) / Math.max(1, known.length)
  }
  return {
    byClass: byClass.map((distance, id) => (chosen.includes(id) ? distance : null)),
    mean: chosen.length === 0 ? null : bootstrapBand(statistic, { strata: domain, seed, replicates: REPLICATES }),
  }
}

/** |x−μ|² summed over a cell is Σ|x|² − n|μ|², so that one pass over the rows is enough. */
function distancesOf(
  { features, count, dimensions }: DomainPoints,
  cells: Int32Array,
  classes: number,
  weights: Weights,
): (number | null)[] {
  const sums = new Float64Array(2 * classes * dimensions)
  const squares = new Float64Array(2 * classes)
  const totals = new Float64Array(2 * classes)
  for (let i = 0; i < count; i++) {
    const weight = weights[i]
    if (weight === 0) continue
    const cell = cells[i]
    totals[cell] += weight
    for (let d = 0, at = i * dimensions, to = cell * dimensions; d < dimensions; d++, at++, to++) {
      sums[to] += weight * features[at]
      squares[cell] += weight * features[at] * features[at]
    }
  }
  return Array.from({ length: classes }, (_, id) => {
    const [source, target] = [2 * id, 2 * id + 1]
    if (totals[source] === 0 || totals[target] === 0) return null
    let gap = 0
    let scatter = squares[source] + squares[target]
    for (let d = 0; d < dimensions; d++) {
      const [a, b] = [sums[source * dimensions + d] / totals[source], sums[target * dimensions + d] / totals[target]]
      gap += (a - b) ** 2
      scatter -= totals[source] * a * a + totals[target] * b * b
    }
    const spread = Math.max(0, scatter) / (totals[source] + totals[target])
    return spread > 0 ? Math.sqrt(gap / spread) : 0
  })
}
