/** Joint MMD: the reference's estimates, each from the engine's. */
import { tf } from '../../../backend/tensorflow'
import { adaptiveKernels, gaussianKernel } from '../../../losses/gaussian-kernels'
import { jmmd as loss } from '../../../losses/jmmd'
import { squaredDistances } from '../../../losses/squared-distances'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'
import { referenceDiscrepancies } from './mean-discrepancies'

export const jmmd = defineGoldenAdapter({
  name: 'jmmd',
  run(inputs) {
    const factors = inputs.params.layer1_alphas as readonly number[]
    const sigma = inputs.param('layer2_sigma')
    const tensors = { f_s: inputs.tensor('f_s'), f_t: inputs.tensor('f_t'), y_s: inputs.tensor('y_s'), y_t: inputs.tensor('y_t') }
    type Given = typeof tensors
    const functions = referenceDiscrepancies<Given>(
      inputs.shape('f_s')[0],
      ({ f_s, f_t, y_s, y_t }, estimator) => loss({ features: f_s, logits: y_s }, { features: f_t, logits: y_t }, estimator, factors),
      ({ f_s, f_t, y_s, y_t }) => {
        const [f, p] = [tf.concat([f_s, f_t], 0), tf.softmax(tf.concat([y_s, y_t], 0))]
        return tf.mul(adaptiveKernels(squaredDistances(f, f), factors), gaussianKernel(squaredDistances(p, p), sigma))
      },
    )
    return withGradients(tensors, functions)
  },
})
