/** Information maximisation as in the paper and, with the reference's ε inside its logarithms, as in its code. */
import type { Tensor2D } from '../../../backend/tensorflow'
import { informationMaximization } from '../../../losses/information-maximization'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const infomax = defineGoldenAdapter({
  name: 'infomax',
  run(inputs) {
    const epsilon = inputs.param('epsilon')
    const logits = inputs.tensor('logits')
    const { values, gradients } = withGradients(
      { logits },
      {
        loss: (given) => informationMaximization(given.logits as Tensor2D, { epsilon }).loss,
        loss_exact: (given) => informationMaximization(given.logits as Tensor2D).loss,
      },
    )
    const { entropy, diversity } = informationMaximization(logits, { epsilon })
    return { values: { ...values, entropy, diversity }, gradients }
  },
})
