/** Minimum class confusion and its weights. */
import { type Tensor2D, tf } from '../../../backend/tensorflow'
import { certaintyWeights } from '../../../losses/certainty-weights'
import { minimumClassConfusion } from '../../../losses/minimum-class-confusion'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const mcc = defineGoldenAdapter({
  name: 'mcc',
  run(inputs) {
    const temperature = inputs.param('temperature')
    const logits = inputs.tensor('logits')
    const { values, gradients } = withGradients({ logits }, { loss: (given) => minimumClassConfusion(given.logits, temperature) })
    return { values: { ...values, weights: certaintyWeights(tf.softmax(tf.div<Tensor2D>(logits, temperature))) }, gradients }
  },
})
