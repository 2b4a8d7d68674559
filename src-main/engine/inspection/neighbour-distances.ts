/** How far each image is from its nearest neighbours in a blurred colour thumbnail: a feature space that needs no trained network. */
import { tf } from '../backend/tensorflow'
import { createTimeSlices } from '../data/time-slices'
import { createRandom } from '../nn/random'
import { thumbLength } from './image-figures'

const neighbours = 5
/** Distances go to a sample of the images: enough to see what is usual, and the work stays linear. */
const references = 2000
const block = 512

/**
 * Mean Euclidean distance to the five nearest of up to 2,000 images drawn from them all, per value of a thumbnail, in grey
 * levels. thumbs [count, thumbLength] uint8 → [count]; at least two images.
 */
export async function neighbourDistances(thumbs: Uint8Array, count: number): Promise<Float32Array> {
  const chosen = createRandom('outliers').permutation(count).slice(0, references)
  const distances = new Float32Array(count)
  const slices = createTimeSlices()
  const reference = tf.tidy(() => tf.tensor2d(rowsOf(thumbs, chosen), [chosen.length, thumbLength]))
  const squares = tf.tidy(() => reference.square().sum(1))
  try {
    for (let start = 0; start < count; start += block) {
      const rows = Int32Array.from({ length: Math.min(block, count - start) }, (_, i) => start + i)
      const squared = tf.tidy(() => {
        const x = tf.tensor2d(rowsOf(thumbs, rows), [rows.length, thumbLength])
        return x
          .square()
          .sum(1, true)
          .add(squares)
          .sub(x.matMul(reference, false, true).mul(2))
      })
      // Read outside: a tidy would walk through the million values in search of tensors.
      const values = squared.dataSync<'float32'>()
      squared.dispose()
      for (const [at, row] of rows.entries())
        distances[row] = meanOfNearest(values.subarray(at * chosen.length, (at + 1) * chosen.length), chosen, row)
      await slices.next()
    }
  } finally {
    reference.dispose()
    squares.dispose()
  }
  return distances
}

function rowsOf(thumbs: Uint8Array, rows: Int32Array): Float32Array {
  const values = new Float32Array(rows.length * thumbLength)
  for (const [at, row] of rows.entries()) values.set(thumbs.subarray(row * thumbLength, (row + 1) * thumbLength), at * thumbLength)
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
  const sum = nearest.reduce((total, square) => total + Math.sqrt(Math.max(0, square) / thumbLength), 0)
  return sum / Math.max(1, nearest.length)
}
