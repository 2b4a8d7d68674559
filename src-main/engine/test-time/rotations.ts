/** The pretext task of predicting by how much an image was turned (Gidaris et al., ICLR 2018, arXiv:1803.07728). */
import { type Tensor1D, type Tensor4D, tf } from '../backend/tensorflow'

/** Quarter turns, 0 to 3. */
export const turns = 4

/** x [B,S,S,C] → all images unturned, then all turned once, twice and three times [4B,S,S,C], and the turn of each [4B] int32. */
export function rotateAll(x: Tensor4D): { readonly images: Tensor4D; readonly turn: Tensor1D } {
  return tf.tidy(() => {
    const transposed = tf.transpose(x, [0, 2, 1, 3])
    const images = tf.concat([x, tf.reverse(transposed, 1), tf.reverse(x, [1, 2]), tf.reverse(transposed, 2)], 0)
    const turn = tf.tensor1d(
      Array.from({ length: turns * x.shape[0] }, (_, row) => Math.floor(row / x.shape[0])),
      'int32',
    )
    return { images, turn }
  })
}
