/** The mean discrepancy under fixed kernels over every pair of several domains. */
import { type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { fixedKernelDiscrepancy } from '../../../losses/fixed-kernel-discrepancy'
import { overPairs } from '../../../losses/over-pairs'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'
import { linearRisks } from '../linear-risks'

export const mmdDg = defineGoldenAdapter({
  name: 'mmd-dg',
  run(inputs) {
    const { tensors, names, risk } = linearRisks(inputs)
    const penalty = (given: Readonly<Record<string, Tensor>>) =>
      overPairs(
        names.map((name) => given[name] as Tensor2D),
        (a, b) => fixedKernelDiscrepancy(a, b, inputs.params.gammas as number[]),
      )
    const { values, gradients } = withGradients(tensors, {
      loss: (given) => tf.add(risk(given), tf.mul(penalty(given), inputs.param('mmd_gamma'))),
    })
    return { values: { ...values, nll: risk(tensors), penalty: penalty(tensors) }, gradients }
  },
})
