/** Images compared by blurred colour thumbnails: a feature space that needs no trained network. */
import { type Tensor2D, tf } from '../backend/tensorflow'
import { type ImageFigures, thumbLength } from './image-figures'
import type { FeatureSpace } from './neighbour-distances'

/** Distances in it are grey levels. */
export function thumbnailSpace({ count, thumbs }: Pick<ImageFigures, 'count' | 'thumbs'>): FeatureSpace {
  return {
    count,
    name: 'blurred thumbnails, without a trained network',
    features(rows): Tensor2D {
      const values = new Float32Array(rows.length * thumbLength)
      for (const [at, row] of rows.entries()) values.set(thumbs.subarray(row * thumbLength, (row + 1) * thumbLength), at * thumbLength)
      return tf.tensor2d(values, [rows.length, thumbLength])
    },
  }
}
