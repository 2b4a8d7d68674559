/** The penalties of invariant risk minimisation, from two halves and from the whole batch. */
import { type Scalar, type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { invariantRiskPenalty } from '../../../losses/invariant-risk'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const irm = defineGoldenAdapter({
  name: 'irm',
  run(inputs) {
    const names = inputs.numbered('logits')
    const labels = names.map((_, at) => inputs.labels(`y${at}`))
    const tensors = Object.fromEntries(names.map((name) => [name, inputs.tensor(name)]))
    const penalties = (given: Readonly<Record<string, Tensor>>, estimate: 'whole' | 'halves'): Tensor =>
      tf.stack(names.map((name, at) => invariantRiskPenalty(given[name] as Tensor2D, labels[at], estimate)))
    const risk = (given: Readonly<Record<string, Tensor>>): Scalar =>
      tf.mean(tf.stack(names.map((name, at) => crossEntropy(given[name] as Tensor2D, labels[at]))))
    const loss = (given: Readonly<Record<string, Tensor>>, estimate: 'whole' | 'halves'): Tensor =>
      tf.add(risk(given), tf.mul(tf.mean(penalties(given, estimate)), inputs.param('lam')))
    const { values, gradients } = withGradients(tensors, {
      loss: (given) => loss(given, 'halves'),
      loss_paper: (given) => loss(given, 'whole'),
    })
    return {
      values: { ...values, nll: risk(tensors), penalty: penalties(tensors, 'halves'), penalty_paper: penalties(tensors, 'whole') },
      gradients,
    }
  },
})
