/** Three steps of Tent on one batch, with Adam and with SGD. */
import { type Rank, type Scalar, type Tensor4D, tf } from '../../../backend/tensorflow'
import { predictionEntropy } from '../../../losses/prediction-entropy'
import { chain } from '../../../nn/chain'
import { differentiate } from '../../../nn/gradients'
import { batchNorm } from '../../../nn/layers/batch-norm'
import { conv2d } from '../../../nn/layers/conv2d'
import { dense } from '../../../nn/layers/dense'
import { globalAveragePool, relu } from '../../../nn/layers/stateless'
import { createRandom } from '../../../nn/random'
import { normalisationParameters } from '../../../test-time/normalisation-parameters'
import { asTrained, classify, onBatchStatistics, type StreamModel } from '../../../test-time/stream-method'
import { tent } from '../../../test-time/tent'
import { defineGoldenAdapter, type GoldenOutput } from '../golden-adapter'
import type { GoldenInputs } from '../golden-inputs'
import { smallModel, valuesOf } from '../small-networks'

const random = createRandom(0)
const adaptedInputs = ['gamma1', 'beta1', 'gamma2', 'beta2'] as const
const variableNames = {
  gamma1: 'features/bn1/scale',
  beta1: 'features/bn1/offset',
  gamma2: 'features/bn2/scale',
  beta2: 'features/bn2/offset',
}

export const e2eTentStep = defineGoldenAdapter({
  name: 'e2e-tent-step',
  run(inputs) {
    const x = inputs.tensor<Rank.R4>('x')
    const model = buildModel(inputs)
    const adapted = normalisationParameters(model)
    const first = differentiate(() => {
      const loss = tf.mean<Scalar>(predictionEntropy(classify(model.network, x, onBatchStatistics)))
      return { loss, outputs: { loss } }
    }, adapted)
    const gradients = Object.fromEntries(
      adaptedInputs.map((input) => [input, first.gradients[adapted.findIndex(({ name }) => name === variableNames[input])]]),
    )
    return {
      values: {
        outputs_source: classify(model.network, x, asTrained),
        loss: first.outputs.loss,
        ...stream(inputs, x, { optimizer: 'adam', learningRate: 1e-3 }, ''),
        ...stream(inputs, x, { optimizer: 'sgd', learningRate: 0.05 }, 'sgd_'),
      },
      gradients: { loss: gradients },
    }
  },
})

type Params = Parameters<typeof tent.start>[1]

function stream(inputs: GoldenInputs, x: Tensor4D, params: Params, prefix: string): Record<string, GoldenOutput> {
  const model = buildModel(inputs)
  const session = tent.start({ model, random, sourceImages: () => tf.zeros<Rank.R4>([0, 1, 1, 3]) }, params)
  const values: Record<string, GoldenOutput> = {}
  for (let step = 1; step <= 3; step++) {
    const { logits } = session.respond(x)
    if (step === 2) continue
    values[`${prefix}outputs_step${step}`] = logits
    for (const input of adaptedInputs) values[`${prefix}${input}_step${step}`] = valuesOf(model.variables, variableNames[input])
  }
  values[`${prefix}outputs_after3`] = classify(model.network, x, onBatchStatistics)
  return values
}

function buildModel(inputs: GoldenInputs): StreamModel {
  const [, , inputChannels, first] = inputs.shape('K1')
  const second = inputs.shape('K2')[3]
  const classes = inputs.shape('W')[1]
  const convolution = (channels: number, outputs: number) =>
    conv2d({ inputs: channels, outputs, kernel: 3, padding: 'same', bias: false, random })
  const features = chain('conv1', convolution(inputChannels, first))
    .add('bn1', batchNorm(first))
    .add('relu1', relu())
    .add('conv2', convolution(first, second))
    .add('bn2', batchNorm(second))
    .add('relu2', relu())
    .add('pool', globalAveragePool())
  return smallModel(inputs, {
    features,
    lastLayer: dense({ inputs: second, outputs: classes, random }),
    classes,
    weights: {
      'features/conv1/kernel': 'K1',
      'features/conv2/kernel': 'K2',
      'features/bn1/scale': 'gamma1',
      'features/bn1/offset': 'beta1',
      'features/bn1/running-mean': 'running_mean1',
      'features/bn1/running-variance': 'running_var1',
      'features/bn2/scale': 'gamma2',
      'features/bn2/offset': 'beta2',
      'features/bn2/running-mean': 'running_mean2',
      'features/bn2/running-variance': 'running_var2',
      'head/last/kernel': 'W',
      'head/last/bias': 'b',
    },
  })
}
