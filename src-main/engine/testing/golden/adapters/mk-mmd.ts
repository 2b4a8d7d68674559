/** Multi-kernel MMD: the reference's estimates, each from the engine's. */
import { tf } from '../../../backend/tensorflow'
import { adaptiveKernels } from '../../../losses/gaussian-kernels'
import { mkMmd as loss } from '../../../losses/mk-mmd'
import { squaredDistances } from '../../../losses/squared-distances'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'
import { referenceDiscrepancies } from './mean-discrepancies'

export const mkMmd = defineGoldenAdapter({
  name: 'mk-mmd',
  run(inputs) {
    const factors = inputs.params.alphas as readonly number[]
    const tensors = { z_s: inputs.tensor('z_s'), z_t: inputs.tensor('z_t') }
    type Given = typeof tensors
    const distances = ({ z_s, z_t }: Given) => squaredDistances(tf.concat([z_s, z_t], 0), tf.concat([z_s, z_t], 0))
    const functions = referenceDiscrepancies<Given>(
      inputs.shape('z_s')[0],
      ({ z_s, z_t }, estimator) => loss(z_s, z_t, estimator, factors),
      (given) => adaptiveKernels(distances(given), factors),
    )
    const { values, gradients } = withGradients(tensors, functions)
    return { values: { ...values, mean_sq_distance: tf.mean(distances(tensors)) }, gradients }
  },
})
