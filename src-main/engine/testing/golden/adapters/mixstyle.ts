/** MixStyle with the paper's variance. */
import { type Rank, type Tensor4D, tf } from '../../../backend/tensorflow'
import { mixStyle } from '../../../nn/mix-style'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

const unbiased = 'divides the variance by HW − 1, where the paper divides by HW'

export const mixstyle = defineGoldenAdapter({
  name: 'mixstyle',
  leaves: { loss: unbiased, out: unbiased },
  run(inputs) {
    const options = { lambda: inputs.tensor<Rank.R1>('lam'), order: inputs.labels('perm') }
    const cotangent = inputs.tensor<Rank.R4>('cotangent')
    const x = inputs.tensor<Rank.R4>('x')
    const { values, gradients } = withGradients(
      { x },
      { loss_biased: (given) => tf.sum(tf.mul(mixStyle(given.x as Tensor4D, options), cotangent)) },
    )
    return { values: { ...values, out_biased: mixStyle(x, options) }, gradients }
  },
})
