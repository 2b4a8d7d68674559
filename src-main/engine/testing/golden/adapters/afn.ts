/** Stepwise and hard feature norms. */
import { hardFeatureNorm, stepwiseFeatureNorm } from '../../../losses/adaptive-feature-norm'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const afn = defineGoldenAdapter({
  name: 'afn',
  run(inputs) {
    const tensors = { f: inputs.tensor('f') }
    return withGradients(tensors, {
      loss: ({ f }) => stepwiseFeatureNorm(f, inputs.param('delta')),
      loss_hard: ({ f }) => hardFeatureNorm(f, inputs.param('R')),
    })
  },
})
