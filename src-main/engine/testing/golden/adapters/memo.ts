/** MEMO's loss: the entropy of the mean prediction over augmentations. */
import type { Tensor2D } from '../../../backend/tensorflow'
import { logMarginal, marginalEntropy } from '../../../losses/marginal-entropy'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const memo = defineGoldenAdapter({
  name: 'memo',
  run(inputs) {
    const logits = inputs.tensor('logits')
    const { values, gradients } = withGradients({ logits }, { loss: (given) => marginalEntropy(given.logits as Tensor2D) })
    return { values: { ...values, log_marginal: logMarginal(logits) }, gradients }
  },
})
