/** Kinds of errors, and what their images share that images recognised of the same class do not. */
import type { ErrorCluster, SharedAttribute } from '@shared/domain/recipe'
import { type AttributeName, attributeNames, type ImageAttributes } from './image-attributes'

export interface JudgedImages {
  /** [N] class ids. */
  readonly labels: Int32Array
  readonly predicted: Int32Array
  readonly classNames: readonly string[]
  readonly attributes: ImageAttributes
  /** Index of each image within its domain, for its picture. */
  readonly domainIndex: Int32Array
}

export interface SystematicErrors {
  readonly errors: number
  readonly clusters: readonly ErrorCluster[]
  readonly attributes: readonly SharedAttribute[]
}

const mostClusters = 8
const mostPictures = 24
/** Effects under this many deviations, or under twice their standard error, say nothing. */
const leastEffect = 0.3

/** `above`: the attribute's value is larger than usual. Slant is unusual either way. */
const words: Readonly<Record<AttributeName, readonly [above: string, below: string]>> = {
  brightness: ['brighter', 'darker'],
  contrast: ['stronger in contrast', 'fainter'],
  sharpness: ['sharper', 'more blurred'],
  extent: ['larger', 'smaller'],
  slant: ['rotated', 'more upright'],
}

/**
 * Attributes are compared within the true class: a one is no error for being thin. Errors are grouped by truth and prediction,
 * most frequent first.
 */
export function findSystematicErrors({ labels, predicted, classNames, attributes, domainIndex }: JudgedImages): SystematicErrors {
  const standard = withinClasses(attributes, labels, classNames.length)
  const rows = [...labels.keys()]
  const wrong = rows.filter((row) => predicted[row] !== labels[row])
  const right = rows.filter((row) => predicted[row] === labels[row])
  const kinds = new Map<string, number[]>()
  for (const row of wrong) {
    const key = `${labels[row]} ${predicted[row]}`
    kinds.set(key, [...(kinds.get(key) ?? []), row])
  }
  const clusters = [...kinds.values()]
    .sort((a, b) => b.length - a.length)
    .slice(0, mostClusters)
    .map((members): ErrorCluster => {
      const [truth, taken] = [labels[members[0]], predicted[members[0]]]
      const ofClass = rows.filter((row) => labels[row] === truth).length
      return {
        truth: classNames[truth],
        predicted: classNames[taken],
        count: members.length,
        ofClassPct: (100 * members.length) / ofClass,
        ofErrorsPct: (100 * members.length) / wrong.length,
        indices: members.slice(0, mostPictures).map((row) => domainIndex[row]),
        attributes: sharedBy(
          standard,
          members,
          right.filter((row) => labels[row] === truth),
        ),
      }
    })
  return { errors: wrong.length, clusters, attributes: sharedBy(standard, wrong, right) }
}

function sharedBy(standard: ImageAttributes, members: readonly number[], others: readonly number[]): SharedAttribute[] {
  if (members.length < 2 || others.length < 2) return []
  const noise = 2 * Math.sqrt(1 / members.length + 1 / others.length)
  return attributeNames
    .map((name) => {
      const effect = meanOf(standard[name], members) - meanOf(standard[name], others)
      return { attribute: words[name][effect > 0 ? 0 : 1], effect }
    })
    .filter(({ effect }) => Math.abs(effect) >= Math.max(leastEffect, noise))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
}

/** Every attribute in deviations from the mean of its image's class; slant by its size alone. */
function withinClasses(attributes: ImageAttributes, labels: Int32Array, classes: number): ImageAttributes {
  const standard = (name: AttributeName): Float64Array => {
    const values = attributes[name]
    const moments = Array.from({ length: classes }, (_, id) => {
      const own = [...labels.keys()].filter((row) => labels[row] === id)
      const mean = meanOf(values, own)
      const variance = own.reduce((sum, row) => sum + (values[row] - mean) ** 2, 0) / Math.max(1, own.length)
      return { mean, deviation: Math.sqrt(variance) }
    })
    return values.map((value, row) => {
      const { mean, deviation } = moments[labels[row]]
      const off = deviation < 1e-9 ? 0 : (value - mean) / deviation
      return name === 'slant' ? Math.abs(off) : off
    })
  }
  return Object.fromEntries(attributeNames.map((name) => [name, standard(name)])) as Record<AttributeName, Float64Array>
}

function meanOf(values: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + values[row], 0) / Math.max(1, rows.length)
}
