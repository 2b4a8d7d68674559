/** Cross-entropy with smoothed labels. */
import type { Tensor2D } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const labelSmoothing = defineGoldenAdapter({
  name: 'label-smoothing',
  leaves: { loss_tllib: 'targets that do not sum to 1; the engine’s do' },
  run(inputs) {
    const y = inputs.labels('y')
    const labelSmoothing = inputs.param('epsilon')
    return withGradients(
      { logits: inputs.tensor('logits') },
      { loss: ({ logits }) => crossEntropy(logits as Tensor2D, y, { labelSmoothing }) },
    )
  },
})
