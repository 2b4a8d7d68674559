/** Silhouette (Rousseeuw 1987): how much nearer points are to their own group than to the nearest other one. */
import { AppError } from '@shared/contract/failure'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { GROUP, PackedRows, packRows } from './packed-rows'

export interface SilhouetteOptions extends FeatureMatrix {
  /** [N] group ids, any integers; 2 to N−1 different ones. */
  readonly labels: Int32Array
}

export interface Silhouette {
  /** Mean of the samples, in [−1,1]. */
  readonly score: number
  /** [N] (b − a) / max(a, b) with a and b mean Euclidean distances to the own and the nearest other group; 0 in a group of one. */
  readonly samples: Float64Array
}

export function silhouette({ features, count, dimensions, labels }: SilhouetteOptions): Silhouette {
  checkFeatures({ features, count, dimensions })
  const ids = [...new Set(labels)]
  const groups = ids.length
  if (labels.length !== count || groups < 2 || groups >= count) {
    throw new AppError(
      'invalid-input',
      `A silhouette needs 2 to ${count - 1} groups for ${count} points; there are ${groups}.`,
      'Give one group id per point.',
      'labels',
    )
  }
  const groupOf = Int32Array.from(labels, (label) => ids.indexOf(label))
  const sizes = new Int32Array(groups)
  for (const group of groupOf) sizes[group]++
  const sums = sumsByGroup({ features, count, dimensions }, groupOf, groups)
  const samples = Float64Array.from({ length: count }, (_, i) => {
    const own = groupOf[i]
    if (sizes[own] === 1) return 0
    const within = sums[i * groups + own] / (sizes[own] - 1)
    let between = Number.POSITIVE_INFINITY
    for (let g = 0; g < groups; g++) if (g !== own) between = Math.min(between, sums[i * groups + g] / sizes[g])
    const larger = Math.max(within, between)
    return larger > 0 ? (between - within) / larger : 0
  })
  return { score: samples.reduce((sum, value) => sum + value, 0) / count, samples }
}

/** [N,groups] sum of distances from each point to the members of each group. */
function sumsByGroup(matrix: FeatureMatrix, groupOf: Int32Array, groups: number): Float64Array {
  const { count } = matrix
  const rows = new PackedRows(packRows(matrix))
  const sums = new Float64Array(count * groups)
  for (let group = 0; group < rows.groups; group++) {
    rows.distances(group, { from: group, to: rows.groups })
    for (let i = group * GROUP; i < Math.min(count, (group + 1) * GROUP); i++) {
      const row = (i % GROUP) * rows.stride
      for (let j = i + 1; j < count; j++) {
        const distance = Math.sqrt(rows.strip[row + j])
        sums[i * groups + groupOf[j]] += distance
        sums[j * groups + groupOf[i]] += distance
      }
    }
  }
  return sums
}
