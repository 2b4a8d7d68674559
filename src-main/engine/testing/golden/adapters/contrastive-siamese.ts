/** The contrastive loss over pairs. */
import { type Tensor1D, type Tensor2D, tf } from '../../../backend/tensorflow'
import { contrastive } from '../../../losses/contrastive'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const contrastiveSiamese = defineGoldenAdapter({
  name: 'contrastive-siamese',
  leaves: { loss_linear_margin: 'a variant without squares', distance: 'inside the loss' },
  run(inputs) {
    const same = tf.cast(inputs.labels('y'), 'float32') as Tensor1D
    const { values, gradients } = withGradients(
      { z1: inputs.tensor('z1'), z2: inputs.tensor('z2') },
      { loss: ({ z1, z2 }) => contrastive(z1 as Tensor2D, z2 as Tensor2D, same, inputs.param('margin')) },
    )
    // Hadsell et al. have a factor ½ on both terms.
    return { values: { ...values, loss_hadsell: tf.mul(values.loss as Tensor1D, 0.5) }, gradients }
  },
})
