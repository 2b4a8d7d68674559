/**
 * Circular (reverse) validation (Bruzzone & Marconcini 2010; Zhong et al. 2010): train back from the target's pseudo-labels and see
 * whether the source's labels return.
 *
 * Deviation: the papers train the whole model back. At every checkpoint that would cost as much as the training, so the way back is
 * a nearest-centroid classifier in the whitened feature space.
 */
import type { Validator } from './validator'

/**
 * Accuracy in [0,1] on source rows of the nearest centroid of target rows, by pseudo-label. target [n,D], pseudo [n]; source [m,D],
 * labels [m]. A class that no target row is given has no centroid, so its source rows count as wrong.
 */
export function circularAccuracy(
  target: { readonly features: Float64Array; readonly pseudo: ArrayLike<number> },
  source: { readonly features: Float64Array; readonly labels: ArrayLike<number> },
  { dimensions, classes }: { readonly dimensions: number; readonly classes: number },
): number {
  const centroids = new Float64Array(classes * dimensions)
  const counts = new Float64Array(classes)
  for (let row = 0; row < target.pseudo.length; row++) {
    counts[target.pseudo[row]] += 1
    for (let d = 0; d < dimensions; d++) centroids[target.pseudo[row] * dimensions + d] += target.features[row * dimensions + d]
  }
  let correct = 0
  for (let row = 0; row < source.labels.length; row++) {
    let best = { classId: -1, square: Number.POSITIVE_INFINITY }
    for (let classId = 0; classId < classes; classId++) {
      if (counts[classId] === 0) continue
      let square = 0
      for (let d = 0; d < dimensions; d++) {
        square += (source.features[row * dimensions + d] - centroids[classId * dimensions + d] / counts[classId]) ** 2
      }
      if (square < best.square) best = { classId, square }
    }
    if (best.classId === source.labels[row]) correct++
  }
  return correct / source.labels.length
}

export const circular: Validator = {
  id: 'circular',
  label: 'Circular',
  summary: "Whether a classifier trained back on the target's pseudo-labels returns the source's labels.",
  paper: 'Bruzzone & Marconcini 2010',
  score({ source, target, dimensions, classes }) {
    const pseudo = Int32Array.from({ length: target.count }, (_, row) => {
      const own = target.probabilities.subarray(row * classes, (row + 1) * classes)
      return own.indexOf(Math.max(...own))
    })
    return circularAccuracy(
      { features: target.features, pseudo },
      { features: source.features, labels: source.labels },
      { dimensions, classes },
    )
  },
}
