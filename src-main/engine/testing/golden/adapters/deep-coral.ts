/** Deep CORAL follows its paper (`loss_paper`); the reference's own loss, with means and without the factor ¼, is put together from the engine's covariances. */
import { type Tensor2D, tf } from '../../../backend/tensorflow'
import { covariance, deepCoral as loss } from '../../../losses/deep-coral'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

/** mean (μ_s − μ_t)² and mean (C_s − C_t)²: the reference's two terms. */
export function referenceCoral(source: Tensor2D, target: Tensor2D) {
  return {
    ofMeans: tf.mean(tf.squaredDifference(tf.mean(source, 0), tf.mean(target, 0))),
    ofCovariances: tf.mean(tf.squaredDifference(covariance(source), covariance(target))),
  }
}

export const deepCoral = defineGoldenAdapter({
  name: 'deep-coral',
  run(inputs) {
    const tensors = { z_s: inputs.tensor('z_s'), z_t: inputs.tensor('z_t') }
    return withGradients(tensors, {
      loss: ({ z_s, z_t }) => {
        const { ofMeans, ofCovariances } = referenceCoral(z_s, z_t)
        return tf.add(ofMeans, ofCovariances)
      },
      loss_paper: ({ z_s, z_t }) => loss(z_s, z_t),
      loss_no_mean: ({ z_s, z_t }) => referenceCoral(z_s, z_t).ofCovariances,
    })
  },
})
