/** V-REx with the mean of risks, and with the paper's sum. */
import { type Scalar, type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { riskExtrapolation } from '../../../losses/risk-extrapolation'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const vrex = defineGoldenAdapter({
  name: 'vrex',
  run(inputs) {
    const names = inputs.numbered('logits')
    const labels = names.map((_, at) => inputs.labels(`y${at}`))
    const tensors = Object.fromEntries(names.map((name) => [name, inputs.tensor(name)]))
    const risks = (given: Readonly<Record<string, Tensor>>): Scalar[] =>
      names.map((name, at) => crossEntropy(given[name] as Tensor2D, labels[at]))
    const { values, gradients } = withGradients(tensors, {
      loss: (given) => riskExtrapolation(risks(given), inputs.param('lam')).loss,
      loss_paper: (given) => {
        const own = risks(given)
        return tf.add(riskExtrapolation(own, inputs.param('lam')).loss, tf.mul(tf.mean(tf.stack(own)), own.length - 1))
      },
    })
    const own = risks(tensors)
    return { values: { ...values, env_losses: tf.stack(own), penalty: riskExtrapolation(own, 1).variance }, gradients }
  },
})
