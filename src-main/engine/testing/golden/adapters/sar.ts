/** Two steps of SAR on a network with layer normalisation. */
import { type Rank, type Tensor2D, tf } from '../../../backend/tensorflow'
import { predictionEntropy } from '../../../losses/prediction-entropy'
import { chain } from '../../../nn/chain'
import { dense } from '../../../nn/layers/dense'
import { flatten, relu } from '../../../nn/layers/stateless'
import type { Module } from '../../../nn/network'
import { createRandom } from '../../../nn/random'
import { createVariable } from '../../../nn/variables'
import { sar as method } from '../../../test-time/sar'
import type { StreamModel } from '../../../test-time/stream-method'
import { defineGoldenAdapter, type GoldenOutput } from '../golden-adapter'
import type { GoldenInputs } from '../golden-inputs'
import { asImages, smallModel, valuesOf } from '../small-networks'

const random = createRandom(0)

export const sar = defineGoldenAdapter({
  name: 'sar',
  run(inputs) {
    const model = buildModel(inputs)
    const session = method.start(
      { model, random, sourceImages: () => tf.zeros<Rank.R4>([0, 1, 1, 3]) },
      {
        optimizer: 'sgd',
        learningRate: inputs.param('lr'),
        entropyMargin: inputs.param('margin') / Math.log(model.classes),
        rho: inputs.param('rho'),
        resetBelow: inputs.param('reset_threshold'),
        restartAverage: false,
      },
    )
    const values: Record<string, GoldenOutput> = {}
    for (const step of [1, 2]) {
      const { logits, metrics } = session.respond(asImages(inputs.tensor(`x${step}`)))
      values[`outputs${step}`] = logits
      values[`entropy${step}`] = predictionEntropy(logits)
      values[`ema${step}`] = metrics.averageLoss
      values[`gamma${step}`] = valuesOf(model.variables, 'features/norm/scale')
      values[`beta${step}`] = valuesOf(model.variables, 'features/norm/offset')
    }
    return { values }
  },
})

/** Layer normalisation as the case's network has it; no backbone of the engine uses one. */
function layerNorm(width: number, epsilon: number): Module<Tensor2D, Tensor2D> {
  const scale = createVariable('scale', tf.ones<Rank.R1>([width]))
  const offset = createVariable('offset', tf.zeros<Rank.R1>([width]))
  return {
    variables: [scale, offset],
    forward(x) {
      const { mean, variance } = tf.moments(x, 1, true)
      return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), scale.variable), offset.variable)
    },
  }
}

function buildModel(inputs: GoldenInputs): StreamModel {
  const [width, hidden] = inputs.shape('W1')
  const classes = inputs.shape('W2')[1]
  const features = chain('flatten', flatten())
    .add('dense', dense({ inputs: width, outputs: hidden, random }))
    .add('norm', layerNorm(hidden, inputs.param('ln_eps')))
    .add('relu', relu())
  return smallModel(inputs, {
    features,
    lastLayer: dense({ inputs: hidden, outputs: classes, random }),
    classes,
    weights: {
      'features/dense/kernel': 'W1',
      'features/dense/bias': 'b1',
      'features/norm/scale': 'gamma',
      'features/norm/offset': 'beta',
      'head/last/kernel': 'W2',
      'head/last/bias': 'b2',
    },
  })
}
