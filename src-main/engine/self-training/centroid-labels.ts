/**
 * SHOT's pseudo-labels (Liang et al., ICML 2020, eq. 5 and 6): the nearest of class centroids that the network's own predictions
 * place, twice.
 *
 *   round 1   c_k = Σᵢ pᵢₖ·fᵢ / Σᵢ pᵢₖ,   ŷᵢ = argmin_k d(fᵢ, c_k)
 *   round 2   the same with the labels of round 1 in place of p
 *
 * With cosine distances a 1 is appended to each feature before all are scaled to length 1, as in the reference code (the paper does
 * not mention it). A class takes part only while more than `threshold` samples are predicted as it.
 */
import type { FeatureMatrix } from '../analysis/feature-matrix'

export interface CentroidLabelOptions {
  readonly distance: 'cosine' | 'euclidean'
  readonly threshold: number
}

export interface CentroidLabels {
  /** [N] class ids */
  readonly labels: Int32Array
  /** [N] after round 1 */
  readonly firstLabels: Int32Array
  /** [K, D], or [K, D + 1] with cosine distances, of both rounds */
  readonly firstCentroids: Float64Array
  readonly centroids: Float64Array
}

/** Keeps the centroid of a class without members finite. */
const smallestMass = 1e-8

/** features [N,D]; probabilities [N,K] row-major. */
export function centroidLabels(
  features: FeatureMatrix,
  probabilities: Float32Array | Float64Array,
  { distance, threshold }: CentroidLabelOptions,
): CentroidLabels {
  const points = distance === 'cosine' ? unitRows(features) : Float64Array.from(features.features)
  const count = features.count
  const classes = probabilities.length / count
  const first = assign({ points, count, affinities: Float64Array.from(probabilities), classes, distance, threshold })
  const affinities = new Float64Array(count * classes)
  first.labels.forEach((label, i) => {
    affinities[i * classes + label] = 1
  })
  const second = assign({ points, count, affinities, classes, distance, threshold })
  return { labels: second.labels, firstLabels: first.labels, firstCentroids: first.centroids, centroids: second.centroids }
}

interface Round extends CentroidLabelOptions {
  /** [count, width] */
  readonly points: Float64Array
  readonly count: number
  /** [count, classes] */
  readonly affinities: Float64Array
  readonly classes: number
}

function assign({ points, count, affinities, classes, distance, threshold }: Round): { labels: Int32Array; centroids: Float64Array } {
  const width = points.length / count
  const centroids = new Float64Array(classes * width)
  const mass = new Float64Array(classes).fill(smallestMass)
  const predicted = new Int32Array(classes)
  for (let i = 0; i < count; i++) {
    let best = 0
    for (let k = 0; k < classes; k++) {
      const share = affinities[i * classes + k]
      if (share > affinities[i * classes + best]) best = k
      mass[k] += share
      for (let d = 0; d < width; d++) centroids[k * width + d] += share * points[i * width + d]
    }
    predicted[best]++
  }
  centroids.forEach((_, at) => {
    centroids[at] /= mass[Math.floor(at / width)]
  })
  const candidates = [...predicted.keys()].filter((k) => predicted[k] > threshold)
  const measure = distance === 'cosine' ? cosineDistance : euclideanDistance
  const labels = Int32Array.from({ length: count }, (_, i) => {
    const point = points.subarray(i * width, (i + 1) * width)
    let [nearest, least] = [candidates[0] ?? 0, Number.POSITIVE_INFINITY]
    for (const k of candidates) {
      const away = measure(point, centroids.subarray(k * width, (k + 1) * width))
      if (away < least) [nearest, least] = [k, away]
    }
    return nearest
  })
  return { labels, centroids }
}

/** [N, D + 1]: a 1 appended, rows of length 1. */
function unitRows({ features, count, dimensions }: FeatureMatrix): Float64Array {
  const width = dimensions + 1
  const rows = new Float64Array(count * width)
  for (let i = 0; i < count; i++) {
    let squares = 1
    for (let d = 0; d < dimensions; d++) squares += features[i * dimensions + d] ** 2
    const length = Math.sqrt(squares)
    for (let d = 0; d < dimensions; d++) rows[i * width + d] = features[i * dimensions + d] / length
    rows[i * width + dimensions] = 1 / length
  }
  return rows
}

function cosineDistance(a: Float64Array, b: Float64Array): number {
  const dot = a.reduce((sum, value, d) => sum + value * b[d], 0)
  return 1 - dot / Math.max(Math.hypot(...a) * Math.hypot(...b), 1e-30)
}

function euclideanDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, d) => sum + (value - b[d]) ** 2, 0)
}
