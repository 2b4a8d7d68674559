/** Prototypical logits and their loss. */
import { type Rank, type Tensor, tf } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { prototypeLogits } from '../../../losses/prototypes'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const prototypical = defineGoldenAdapter({
  name: 'prototypical',
  leaves: { accuracy_peer: 'wrong with one query a class' },
  run(inputs) {
    const [classes, queries, width] = inputs.shape('xq')
    const y = tf.tensor1d(
      Array.from({ length: classes * queries }, (_, row) => Math.floor(row / queries)),
      'int32',
    )
    const logitsOf = ({ xs, xq }: Readonly<Record<'xs' | 'xq', Tensor>>) =>
      prototypeLogits(xs as Tensor<Rank.R3>, tf.reshape<Rank.R2>(xq, [classes * queries, width]))
    const tensors = { xs: inputs.tensor<Rank.R3>('xs'), xq: inputs.tensor<Rank.R3>('xq') }
    const { values, gradients } = withGradients(tensors, { loss: (given) => crossEntropy(logitsOf(given), y) })
    const logits = logitsOf(tensors)
    return { values: { ...values, logits, accuracy: tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), y), 'float32')) }, gradients }
  },
})
