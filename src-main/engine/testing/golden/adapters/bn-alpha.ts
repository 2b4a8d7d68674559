/** Batch normalisation between running and batch statistics. */
import type { Rank, Tensor4D } from '../../../backend/tensorflow'
import { mixedBatchNorm } from '../../../nn/layers/mixed-batch-norm'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

const biased = 'the engine uses the unbiased batch variance, as both references do'

export const bnAlpha = defineGoldenAdapter({
  name: 'bn-alpha',
  leaves: {
    loss_biased: biased,
    out_biased: biased,
    batch_mean: 'inside the layer',
    batch_var_biased: 'inside the layer',
    batch_var_unbiased: 'inside the layer',
  },
  run(inputs) {
    const options = {
      scale: inputs.tensor<Rank.R1>('gamma'),
      offset: inputs.tensor<Rank.R1>('beta'),
      mean: inputs.tensor<Rank.R1>('running_mean'),
      variance: inputs.tensor<Rank.R1>('running_var'),
      epsilon: inputs.param('eps'),
      runningWeight: inputs.param('prior'),
    }
    const cotangent = inputs.tensor<Rank.R4>('cotangent')
    const { values, gradients } = withGradients(
      { x: inputs.tensor<Rank.R4>('x') },
      {
        loss: ({ x }) =>
          mixedBatchNorm(x as Tensor4D, options)
            .mul(cotangent)
            .sum(),
      },
    )
    return { values: { ...values, out: mixedBatchNorm(inputs.tensor<Rank.R4>('x'), options) }, gradients }
  },
})
