/** The classifiers' discrepancy, and the class balance with and without its ε. */
import { classBalance, classifierDiscrepancy } from '../../../losses/classifier-discrepancy'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const mcd = defineGoldenAdapter({
  name: 'mcd',
  run(inputs) {
    const tensors = { y1: inputs.tensor('y1'), y2: inputs.tensor('y2') }
    return withGradients(tensors, {
      loss: ({ y1, y2 }) => classifierDiscrepancy(y1, y2),
      loss_entropy_mcd: ({ y1 }) => classBalance(y1),
      entropy_doc: ({ y1 }) => classBalance(y1, 0),
    })
  },
})
