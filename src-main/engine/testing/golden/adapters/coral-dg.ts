/** Correlation alignment over every pair of several domains: the paper's penalty, and the reference's with means and another divisor. */
import { type Scalar, type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { deepCoral } from '../../../losses/deep-coral'
import { overPairs } from '../../../losses/over-pairs'
import { defineGoldenAdapter } from '../golden-adapter'
import { linearRisks } from '../linear-risks'

export const coralDg = defineGoldenAdapter({
  name: 'coral-dg',
  leaves: {
    loss: 'adds a difference of means and divides by d², which the paper does not',
    penalty: 'adds a difference of means and divides by d², which the paper does not',
  },
  run(inputs) {
    const { tensors, names, risk } = linearRisks(inputs)
    const features = names.map((name) => tensors[name] as Tensor2D)
    const penalty: Scalar = overPairs(features, deepCoral)
    return { values: { nll: risk(tensors) as Tensor, penalty_paper: tf.clone(penalty) } }
  },
})
