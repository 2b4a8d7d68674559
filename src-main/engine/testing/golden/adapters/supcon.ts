/** The supervised contrastive loss as in the paper, and with the reference code's factor. */
import { type Rank, type Tensor, tf } from '../../../backend/tensorflow'
import { supervisedContrastive } from '../../../losses/supervised-contrastive'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const supcon = defineGoldenAdapter({
  name: 'supcon',
  run(inputs) {
    const labels = inputs.has('labels') ? inputs.labels('labels') : null
    const temperature = inputs.param('temperature')
    const factor = temperature / inputs.param('base_temperature')
    const paper = (features: Tensor) => supervisedContrastive(features as Tensor<Rank.R3>, labels, temperature)
    const unit = (features: Tensor) => tf.div(features, tf.sqrt(tf.sum(tf.square(features), 2, true)))
    return withGradients(
      { features: inputs.tensor<Rank.R3>('features') },
      {
        loss: ({ features }) => tf.mul(paper(features), factor),
        loss_normalized: ({ features }) => tf.mul(paper(unit(features)), factor),
        loss_paper: ({ features }) => paper(features),
      },
    )
  },
})
