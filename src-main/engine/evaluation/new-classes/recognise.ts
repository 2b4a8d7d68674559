/** Which of the named classes an image is of, by the features of the images that stand for each. */
import type { Recognition } from '@shared/domain/recognition'
import type { FewShotPlan } from '../../methods/method'
import { softmaxRows } from '../validators/softmax'

/** Features as a matrix, row by row: [count, width]. */
export interface FeatureRows {
  readonly count: number
  readonly values: Float32Array
}

export interface NamedClass {
  readonly name: string
  readonly isNew: boolean
  readonly support: FeatureRows
}

/**
 * The classes of each query, most probable first: softmax of minus the squared distance to the class. Where the method has a distance
 * within which images are of one class, it is the unit of that distance, and a query that no class is as near to is of none of them.
 */
export function recognise(
  queries: FeatureRows,
  classes: readonly NamedClass[],
  { compares, sameWithin }: Pick<FewShotPlan, 'compares' | 'sameWithin'>,
): Omit<Recognition['answers'][number], 'file'>[] {
  const distancesTo = classes.map(({ support }) => {
    const points = compares === 'prototypes' ? [meanRow(support)] : rowsOf(support)
    return (query: Float32Array): number => Math.min(...points.map((point) => squaredDistance(query, point)))
  })
  const unit = (sameWithin ?? 1) ** 2
  return rowsOf(queries).map((query) => {
    const squares = distancesTo.map((distance) => distance(query))
    const probabilities = softmaxRows(
      Float32Array.from(squares, (square) => -square / unit),
      classes.length,
    )
    return {
      classes: classes
        .map(({ name, isNew }, at) => ({ name, isNew, probability: probabilities[at] }))
        .sort((a, b) => b.probability - a.probability),
      known: sameWithin === undefined ? null : Math.min(...squares) <= unit,
    }
  })
}

function rowsOf({ count, values }: FeatureRows): Float32Array[] {
  const width = values.length / count
  return Array.from({ length: count }, (_, row) => values.subarray(row * width, (row + 1) * width))
}

function meanRow(features: FeatureRows): Float64Array {
  const rows = rowsOf(features)
  return Float64Array.from({ length: rows[0].length }, (_, column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length)
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < b.length; at++) sum += (a[at] - b[at]) ** 2
  return sum
}
