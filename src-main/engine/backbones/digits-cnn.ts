/**
 * The digits network of the DANN paper (Ganin et al. 2016, figure 4a, MNIST).
 *
 * features: conv5×5-32, ReLU, pool 2, conv5×5-48, ReLU, pool 2 → 768 at 28 pixels
 * label head: 100, ReLU, 100, ReLU, K.  Domain head: 100, ReLU, 2.
 *
 * ReLU comes after the pool here, which is the same function and the same gradient at a quarter of the work.
 *
 * Inputs have the source's channel means subtracted and are not divided by their deviation, as in the paper.
 * Deviations: the domain head ends in two logits and softmax in place of one and a sigmoid, which is the same function; 16 to
 * 64 pixels are accepted.
 */
import { z } from 'zod'
import { chain } from '../nn/chain'
import { featureExtractor } from '../nn/feature-extractor'
import { conv2d } from '../nn/layers/conv2d'
import { normaliseInput } from '../nn/layers/normalise-input'
import { earlyMaps, flatten, maxPool, relu } from '../nn/layers/stateless'
import { defineBackbone } from './backbone'
import { headStreams } from './parts/head-streams'
import { plainHead } from './parts/plain-head'
import { pooledSide } from './parts/pooled-side'

export const digitsCnn = defineBackbone({
  id: 'digits-cnn',
  label: 'Digits CNN (DANN paper)',
  summary: 'The small convolutional network of the DANN paper; weak on a few thousand images.',
  minImageSize: 16,
  maxImageSize: 64,
  defaultImageSize: 28,
  params: z.strictObject({}),
  build({ imageSize, normalisation, random }) {
    const featureSize = pooledSide(pooledSide(imageSize, 5), 5) ** 2 * 48
    const extractor = chain('input', normaliseInput({ mean: normalisation.mean, std: [1, 1, 1] }))
      .add('conv1', conv2d({ inputs: 3, outputs: 32, kernel: 5, random: random.fork('conv1') }))
      .add('pool1', maxPool(2))
      .add('relu1', relu())
      .add('early', earlyMaps())
      .add('conv2', conv2d({ inputs: 32, outputs: 48, kernel: 5, random: random.fork('conv2') }))
      .add('pool2', maxPool(2))
      .add('relu2', relu())
      .add('flatten', flatten())
    const nextStream = headStreams(random)
    return {
      features: featureExtractor(extractor, featureSize),
      createHead: (classes) => plainHead({ units: [featureSize, 100, 100, classes], random: nextStream() }),
      createDiscriminator: (inputs = featureSize) => plainHead({ units: [inputs, 100, 2], random: nextStream() }),
    }
  },
})
