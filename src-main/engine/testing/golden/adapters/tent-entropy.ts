/** Tent's loss: the mean entropy of predictions. */
import { type Tensor2D, tf } from '../../../backend/tensorflow'
import { predictionEntropy } from '../../../losses/prediction-entropy'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const tentEntropy = defineGoldenAdapter({
  name: 'tent-entropy',
  run(inputs) {
    const logits = inputs.tensor('logits')
    const { values, gradients } = withGradients({ logits }, { loss: (given) => tf.mean(predictionEntropy(given.logits as Tensor2D)) })
    return { values: { ...values, entropy: predictionEntropy(logits) }, gradients }
  },
})
