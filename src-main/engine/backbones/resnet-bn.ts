/**
 * A small residual network with batch normalisation for images of 32 to 96 pixels (He et al. 2016, the CIFAR-10 design).
 *
 * features: conv3×3-w, BN, ReLU; three stages of two residual blocks with w, 2w, 4w channels, halving the side between
 * stages; global average pooling → 4w (64).  label head: K.  Domain head: 100, ReLU, 2.
 *
 * Deviations: two blocks a stage (14 layers); a shortcut that changes shape is a 1×1 convolution with BN; strided
 * convolutions pad after the image only.
 */
import { z } from 'zod'
import { chain } from '../nn/chain'
import { featureExtractor } from '../nn/feature-extractor'
import { heNormal } from '../nn/initialisers'
import { batchNorm } from '../nn/layers/batch-norm'
import { conv2d } from '../nn/layers/conv2d'
import { normaliseInput } from '../nn/layers/normalise-input'
import { residualBlock } from '../nn/layers/residual-block'
import { earlyMaps, globalAveragePool, relu } from '../nn/layers/stateless'
import { defineBackbone } from './backbone'
import { headStreams } from './parts/head-streams'
import { plainHead } from './parts/plain-head'

export const resnetBn = defineBackbone({
  id: 'resnet-bn',
  label: 'Small ResNet',
  summary: 'Fourteen residual layers with batch normalisation, for photographs and objects of 32 to 96 pixels.',
  minImageSize: 16,
  maxImageSize: 96,
  defaultImageSize: 32,
  params: z.strictObject({
    width: z.number().int().min(4).max(64).default(16).meta({
      title: 'Width',
      unit: 'channels',
      description: 'Channels of the first stage; the second has twice, the third four times as many.',
    }),
  }),
  build({ normalisation, random }, { width }) {
    const block = (name: string, inputs: number, outputs: number, stride = 1) =>
      residualBlock({ inputs, outputs, stride, random: random.fork(name) })
    const stem = conv2d({
      inputs: 3,
      outputs: width,
      kernel: 3,
      padding: 'same',
      bias: false,
      initialiser: heNormal,
      random: random.fork('stem'),
    })
    const extractor = chain('input', normaliseInput(normalisation))
      .add('stem', stem)
      .add('stem-bn', batchNorm(width))
      .add('stem-relu', relu())
      .add('block1', block('block1', width, width))
      .add('block2', block('block2', width, width))
      .add('early', earlyMaps())
      .add('block3', block('block3', width, 2 * width, 2))
      .add('block4', block('block4', 2 * width, 2 * width))
      .add('block5', block('block5', 2 * width, 4 * width, 2))
      .add('block6', block('block6', 4 * width, 4 * width))
      .add('pool', globalAveragePool())
    const featureSize = 4 * width
    const nextStream = headStreams(random)
    return {
      features: featureExtractor(extractor, featureSize),
      createHead: (classes) => plainHead({ units: [featureSize, classes], random: nextStream() }),
      createDiscriminator: (inputs = featureSize) => plainHead({ units: [inputs, 100, 2], random: nextStream() }),
    }
  },
})
