/** The penalty with k = 1, all that the reference implements. */
import { batchSpectralPenalty } from '../../../losses/batch-spectral-penalty'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const bsp = defineGoldenAdapter({
  name: 'bsp',
  leaves: {
    sigma_s: 'the engine has no use for singular values beyond the k largest, and takes their squares',
    sigma_t: 'the engine has no use for singular values beyond the k largest, and takes their squares',
  },
  run(inputs) {
    const tensors = { z_s: inputs.tensor('z_s'), z_t: inputs.tensor('z_t') }
    return withGradients(tensors, { loss: ({ z_s, z_t }) => batchSpectralPenalty(z_s, z_t, 1) })
  },
})
