/**
 * The digits network with batch normalisation, the default for small images: on a few thousand images it adapts far better
 * than the DANN paper's.
 *
 * features: conv5×5-64, BN, pool 2, ReLU, conv5×5-50, BN, dropout of channels, pool 2, ReLU → 800 at 28 pixels
 * label head: 100, BN, ReLU, dropout, 100, BN, ReLU, K.  Domain head: 100, BN, ReLU, 2.
 *
 * Layers before a BN have no bias, which BN would subtract again. After common PyTorch reproductions of DANN.
 */
import { z } from 'zod'
import type { Tensor2D } from '../backend/tensorflow'
import { type Chain, chain } from '../nn/chain'
import { featureExtractor } from '../nn/feature-extractor'
import { batchNorm } from '../nn/layers/batch-norm'
import { conv2d } from '../nn/layers/conv2d'
import { dense } from '../nn/layers/dense'
import { dropout } from '../nn/layers/dropout'
import { normaliseInput } from '../nn/layers/normalise-input'
import { earlyMaps, flatten, maxPool, relu } from '../nn/layers/stateless'
import type { Head } from '../nn/network'
import type { RandomStream } from '../nn/random'
import { defineBackbone } from './backbone'
import { headStreams } from './parts/head-streams'
import { linearHead } from './parts/linear-head'
import { pooledSide } from './parts/pooled-side'

const hidden = 100

export const digitsCnnBn = defineBackbone({
  id: 'digits-cnn-bn',
  label: 'Digits CNN with batch norm',
  summary: 'Two convolutions with batch normalisation and dropout: the default for digits and other small images.',
  minImageSize: 16,
  maxImageSize: 64,
  defaultImageSize: 28,
  params: z.strictObject({
    dropout: z.number().min(0).max(0.9).default(0.5).meta({
      title: 'Dropout',
      description: 'Part of the feature maps and of the hidden units set to zero while training.',
    }),
  }),
  build({ imageSize, normalisation, random }, { dropout: rate }) {
    const featureSize = pooledSide(pooledSide(imageSize, 5), 5) ** 2 * 50
    const extractor = chain('input', normaliseInput(normalisation))
      .add('conv1', conv2d({ inputs: 3, outputs: 64, kernel: 5, bias: false, random: random.fork('conv1') }))
      .add('bn1', batchNorm(64))
      .add('pool1', maxPool(2))
      .add('relu1', relu())
      .add('early', earlyMaps())
      .add('conv2', conv2d({ inputs: 64, outputs: 50, kernel: 5, bias: false, random: random.fork('conv2') }))
      .add('bn2', batchNorm(50))
      .add('dropout', dropout({ rate, drops: 'channels', random: random.fork('dropout') }))
      .add('pool2', maxPool(2))
      .add('relu2', relu())
      .add('flatten', flatten())
    const nextStream = headStreams(random)
    return {
      features: featureExtractor(extractor, featureSize),
      createHead(classes) {
        const stream = nextStream()
        const body = firstLayer(featureSize, stream)
          .add('dropout', dropout({ rate, drops: 'entries', random: stream.fork('dropout') }))
          .add('dense2', dense({ inputs: hidden, outputs: hidden, bias: false, random: stream.fork('dense2') }))
          .add('bn2', batchNorm(hidden))
          .add('relu2', relu())
        return linearHead(body, 'dense3', dense({ inputs: hidden, outputs: classes, random: stream.fork('dense3') }))
      },
      createDiscriminator(inputs = featureSize): Head {
        const stream = nextStream()
        return linearHead(firstLayer(inputs, stream), 'dense2', dense({ inputs: hidden, outputs: 2, random: stream.fork('dense2') }))
      },
    }
  },
})

function firstLayer(inputs: number, random: RandomStream): Chain<Tensor2D, Tensor2D> {
  return chain('dense1', dense({ inputs, outputs: hidden, bias: false, random: random.fork('dense1') }))
    .add('bn1', batchNorm(hidden))
    .add('relu1', relu())
}
