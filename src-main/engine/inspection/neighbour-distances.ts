/** How far each image is from its nearest neighbours, in whatever space its features lie. */
import { type Tensor2D, tf } from '../backend/tensorflow'
import { createTimeSlices } from '../data/time-slices'
import { createRandom } from '../nn/random'
import { median } from './order-statistics'

/** Where images are compared: a network's features, or thumbnails where there is no network. */
export interface FeatureSpace {
  readonly count: number
  /** What the distances are in, as a sentence goes on after "judged by": "the features of EfficientNet-Lite0". */
  readonly name: string
  /** Features of some images: [rows, D]; the caller disposes them. */
  features(rows: Int32Array): Tensor2D
}

export interface NeighbourDistances {
  /** Of each image, in the space's own unit. */
  readonly distances: Float32Array
  readonly space: string
}

const neighbours = 5
/** Distances go to a sample of the images: enough to see what is usual, and the work stays linear. */
const references = 2000
/** Images of one piece of work, short enough even for a network that commands are answered meanwhile. */
const block = 64

/** Mean Euclidean distance per feature to the five nearest of up to 2,000 images drawn from them all; zeros for fewer than two images. */
export async function neighbourDistances(space: FeatureSpace): Promise<NeighbourDistances> {
  const { count, name } = space
  const distances = new Float32Array(count)
  if (count < 2) return { distances, space: name }
  const chosen = createRandom('outliers').permutation(count).slice(0, references)
  const slices = createTimeSlices()
  const parts: Tensor2D[] = []
  try {
    for (const rows of blocksOf(chosen)) {
      parts.push(space.features(rows))
      await slices.next()
    }
    const reference = tf.concat2d(parts, 0)
    parts.push(reference)
    for (const rows of blocksOf(Int32Array.from(distances.keys()))) {
      const values = squaredDistances(space, rows, reference)
      for (const [at, row] of rows.entries()) {
        distances[row] = meanOfNearest(values.subarray(at * chosen.length, (at + 1) * chosen.length), chosen, row)
      }
      await slices.next()
    }
  } finally {
    tf.dispose(parts)
  }
  return { distances, space: name }
}

/** A small length beside the usual distance, for logarithms of distances between copies, which are zero. */
export function leastDistance(distances: Float32Array): number {
  return 0.05 * median(Float64Array.from(distances)) || Number.MIN_VALUE
}

function* blocksOf(rows: Int32Array): Generator<Int32Array> {
  for (let start = 0; start < rows.length; start += block) yield rows.subarray(start, start + block)
}

/** Per feature: [rows, references] row-major. */
function squaredDistances(space: FeatureSpace, rows: Int32Array, reference: Tensor2D): Float32Array {
  const x = space.features(rows)
  const squared = tf.tidy(() => {
    const squares = (y: Tensor2D) => tf.sum(tf.square(y), 1)
    const both = tf.add(tf.expandDims(squares(x), 1), tf.expandDims(squares(reference), 0))
    return tf.div(tf.sub(both, tf.mul(tf.matMul(x, reference, false, true), 2)), x.shape[1])
  })
  x.dispose()
  // Read outside: a tidy would walk through the values in search of tensors.
  const values = squared.dataSync<'float32'>()
  squared.dispose()
  return values
}

/** Leaves the image itself out. */
function meanOfNearest(squared: Float32Array, chosen: Int32Array, self: number): number {
  const nearest: number[] = []
  for (let i = 0; i < squared.length; i++) {
    if (chosen[i] === self) continue
    if (nearest.length === neighbours && squared[i] >= nearest[neighbours - 1]) continue
    let at = nearest.length < neighbours ? nearest.length : neighbours - 1
    while (at > 0 && nearest[at - 1] > squared[i]) {
      nearest[at] = nearest[at - 1]
      at--
    }
    nearest[at] = squared[i]
  }
  return nearest.reduce((total, square) => total + Math.sqrt(Math.max(0, square)), 0) / Math.max(1, nearest.length)
}
