/**
 * A multilayer perceptron over the pixels: the plainest network, for tiny images and toy domains.
 *
 * features: flatten, U, ReLU, U, ReLU → U.  label head: K.  Domain head: U, ReLU, 2.
 */
import { z } from 'zod'
import { chain } from '../nn/chain'
import { featureExtractor } from '../nn/feature-extractor'
import { dense } from '../nn/layers/dense'
import { normaliseInput } from '../nn/layers/normalise-input'
import { earlyMaps, flatten, relu } from '../nn/layers/stateless'
import { defineBackbone } from './backbone'
import { headStreams } from './parts/head-streams'
import { plainHead } from './parts/plain-head'

export const mlp = defineBackbone({
  id: 'mlp',
  label: 'MLP',
  summary: 'Two hidden layers over the pixels: for tiny images and as the plainest baseline.',
  minImageSize: 8,
  maxImageSize: 64,
  defaultImageSize: 28,
  params: z.strictObject({
    hiddenUnits: z.number().int().min(4).max(2048).default(128).meta({
      title: 'Hidden units',
      unit: 'units',
      description: 'Units of each hidden layer, and so the number of features.',
    }),
  }),
  build({ imageSize, normalisation, random }, { hiddenUnits }) {
    const extractor = chain('input', normaliseInput(normalisation))
      .add('early', earlyMaps())
      .add('flatten', flatten())
      .add('dense1', dense({ inputs: imageSize * imageSize * 3, outputs: hiddenUnits, random: random.fork('dense1') }))
      .add('relu1', relu())
      .add('dense2', dense({ inputs: hiddenUnits, outputs: hiddenUnits, random: random.fork('dense2') }))
      .add('relu2', relu())
    const nextStream = headStreams(random)
    return {
      features: featureExtractor(extractor, hiddenUnits),
      createHead: (classes) => plainHead({ units: [hiddenUnits, classes], random: nextStream() }),
      createDiscriminator: (inputs = hiddenUnits) => plainHead({ units: [inputs, hiddenUnits, 2], random: nextStream() }),
    }
  },
})
