/** Prototypes of the training classes that follow a training, so that a few-shot method classifies what it was trained on too. */
import { detached } from '../../backend/detached'
import { type Tensor1D, type Tensor2D, tf } from '../../backend/tensorflow'
import type { CodeHead } from './code-head'

/** As quick as running statistics of batch normalisation. */
const momentum = 0.1

/** cₖ ← 0.9·cₖ + 0.1·(mean of the rows of class k), for the classes that the batch has. features [B,D]; y [B] int32. */
export function followPrototypes(head: CodeHead, features: Tensor2D, y: Tensor1D): void {
  tf.tidy(() => {
    const points = head.points()
    const membership = tf.cast(tf.oneHot(y, points.shape[0]), 'float32') as Tensor2D
    const means = detached(() => {
      const counts = tf.maximum(tf.sum(membership, 0), 1)
      return tf.div(tf.matMul(membership, features, true), tf.expandDims(counts, 1)) as Tensor2D
    })
    const present = tf.expandDims(tf.minimum(tf.sum(membership, 0), 1), 1)
    head.set(tf.add(points, tf.mul(tf.sub(means, points), tf.mul(present, momentum))))
  })
}
