/** Two steps of EATA with the Fisher information given, and the Fisher information of the first batch. */
import { type Rank, type Tensor, type Tensor1D, type Tensor2D, tf } from '../../../backend/tensorflow'
import { predictionEntropy } from '../../../losses/prediction-entropy'
import { chain } from '../../../nn/chain'
import { batchNorm } from '../../../nn/layers/batch-norm'
import { dense } from '../../../nn/layers/dense'
import { flatten, relu } from '../../../nn/layers/stateless'
import { createRandom } from '../../../nn/random'
import { cosineTo, createEataSession, forgettingPenalty, movedAverage, selectImages, weightedEntropy } from '../../../test-time/eata'
import { fisherInformation } from '../../../test-time/fisher-information'
import { normalisationParameters } from '../../../test-time/normalisation-parameters'
import type { StreamModel } from '../../../test-time/stream-method'
import { defineGoldenAdapter, type GoldenOutput } from '../golden-adapter'
import type { GoldenInputs } from '../golden-inputs'
import { asImages, smallModel, valuesOf } from '../small-networks'

const random = createRandom(0)

export const eata = defineGoldenAdapter({
  name: 'eata',
  run(inputs) {
    const model = buildModel(inputs)
    const adapted = normalisationParameters(model)
    const margin = inputs.param('e_margin')
    const redundancyMargin = inputs.param('d_margin')
    const named = (what: string): Tensor[] => ['gamma', 'beta'].map((name) => inputs.tensor<Rank.R1>(`${what}_${name}`))
    const values: Record<string, GoldenOutput> = {}
    for (const [key, gradientsOf] of [
      ['fisher_peer', 'batch'],
      ['fisher_paper', 'image'],
    ] as const) {
      const images = asImages(inputs.tensor('x1'))
      const [gamma, beta] = fisherInformation({ model, variables: adapted, images, gradientsOf })
      Object.assign(values, { [`${key}_gamma`]: gamma, [`${key}_beta`]: beta })
    }
    const anchor = { fisher: named('F'), origin: named('theta0') }
    const session = createEataSession({
      model,
      adapted,
      anchor,
      params: {
        optimizer: 'sgd',
        learningRate: inputs.param('lr'),
        entropyMargin: margin / Math.log(model.classes),
        redundancyMargin,
        fisherWeight: inputs.param('fisher_alpha'),
        fisherImages: 16,
      },
    })
    let average: Tensor1D | null = null
    for (const step of [1, 2]) {
      const held = adapted.map(({ variable }, index) => ({
        fisher: anchor.fisher[index],
        now: variable as Tensor,
        origin: anchor.origin[index],
      }))
      values[`penalty${step}`] = tf.mul(forgettingPenalty(held), inputs.param('fisher_alpha'))
      const { logits } = session.respond(asImages(inputs.tensor(`x${step}`)))
      const probabilities = tf.softmax(logits) as Tensor2D
      const entropy = predictionEntropy(logits)
      const selected = selectImages({ entropy, probabilities, average, margin, redundancyMargin })
      if (average !== null) values[`cosine${step}`] = cosineTo(average, probabilities)
      values[`outputs${step}`] = logits
      values[`reliable${step}`] = selectImages({ entropy, probabilities, average: null, margin, redundancyMargin })
      values[`selected${step}`] = selected
      values[`weights${step}`] = tf.mul(tf.exp(tf.sub(margin, entropy)), selected)
      values[`entropy_loss${step}`] = weightedEntropy(entropy, selected, margin)
      values[`gamma${step}`] = valuesOf(model.variables, 'features/bn/scale')
      values[`beta${step}`] = valuesOf(model.variables, 'features/bn/offset')
      if (tf.sum(selected).dataSync()[0] > 0) average = movedAverage(average, probabilities, selected)
      if (average !== null) values[`model_probs${step}`] = average
    }
    return { values }
  },
})

function buildModel(inputs: GoldenInputs): StreamModel {
  const [width, hidden] = inputs.shape('W1')
  const classes = inputs.shape('W2')[1]
  const features = chain('flatten', flatten())
    .add('dense', dense({ inputs: width, outputs: hidden, random }))
    .add('bn', batchNorm(hidden))
    .add('relu', relu())
  return smallModel(inputs, {
    features,
    lastLayer: dense({ inputs: hidden, outputs: classes, random }),
    classes,
    weights: {
      'features/dense/kernel': 'W1',
      'features/dense/bias': 'b1',
      'features/bn/scale': 'gamma',
      'features/bn/offset': 'beta',
      'head/last/kernel': 'W2',
      'head/last/bias': 'b2',
    },
  })
}
