/** Three updates of group DRO. */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { groupRisk, raiseGroupWeights } from '../../../losses/group-robustness'
import { defineGoldenAdapter, type GoldenOutput, withGradients } from '../golden-adapter'

export const groupdro = defineGoldenAdapter({
  name: 'groupdro',
  run(inputs) {
    const values: Record<string, GoldenOutput> = {}
    const groups = inputs.numbered('logits1_').map((_, at) => at)
    const tensorsOf = (update: number) =>
      Object.fromEntries(groups.map((at) => [`logits${update}_${at}`, inputs.tensor(`logits${update}_${at}`)]))
    const risksOf = (update: number, given: Readonly<Record<string, Tensor>>): Tensor1D =>
      tf.stack(groups.map((at) => crossEntropy(given[`logits${update}_${at}`] as Tensor2D, inputs.labels(`y${update}_${at}`)))) as Tensor1D
    let weights: Tensor1D = tf.ones([groups.length])
    let before = weights
    for (const update of [1, 2, 3]) {
      before = weights
      const risks = risksOf(update, tensorsOf(update))
      weights = raiseGroupWeights(weights, risks, inputs.param('eta'))
      values[`q${update}`] = weights
      values[`loss${update}`] = groupRisk(weights, risks)
    }
    const last = withGradients(tensorsOf(3), {
      loss: (given) => {
        const risks = risksOf(3, given)
        return groupRisk(raiseGroupWeights(before, risks, inputs.param('eta')), risks)
      },
    })
    return { values: { ...values, ...last.values }, gradients: last.gradients }
  },
})
