/**
 * EfficientNet-Lite0 with ImageNet weights (Tan & Le, ICML 2019; the Lite variants: Liu, TensorFlow 2020): features for photographs
 * from few images.
 *
 * features: conv3×3/2-32, BN, ReLU6; sixteen inverted bottlenecks in seven stages; conv1×1-1280, BN, ReLU6; global average
 * pooling → 1280.  label head: K.  Domain head: 256, ReLU, 2.
 *
 * Images are normalised as the weights were trained: (x − 127/255)/(128/255), whatever the source's own statistics. BN has ε 1e-3. Any
 * side from 32 pixels on; 224 is what the weights were trained at.
 * Deviations: stochastic depth, which drops whole blocks while training, is left out; running statistics move by a tenth a batch where
 * they moved by a hundredth over the long training on ImageNet: in a short one they would stay behind the weights.
 */
import { z } from 'zod'
import { chain } from '../nn/chain'
import { featureExtractor } from '../nn/feature-extractor'
import { heNormal, zeros } from '../nn/initialisers'
import { convNorm } from '../nn/layers/conv-norm'
import { invertedBottleneck } from '../nn/layers/inverted-bottleneck'
import { normaliseInput } from '../nn/layers/normalise-input'
import { globalAveragePool } from '../nn/layers/stateless'
import { defineBackbone } from './backbone'
import { headStreams } from './parts/head-streams'
import { loadWeights } from './parts/load-weights'
import { plainHead } from './parts/plain-head'

const id = 'efficientnet-lite0'
const featureSize = 1280
const stem = 32
/** Expansion, channels, blocks, first stride and side of the kernels of each stage: EfficientNet-B0's (table 1). */
const stages = [
  [1, 16, 1, 1, 3],
  [6, 24, 2, 2, 3],
  [6, 40, 2, 2, 5],
  [6, 80, 3, 2, 3],
  [6, 112, 3, 1, 5],
  [6, 192, 4, 2, 5],
  [6, 320, 1, 1, 3],
] as const
const norm = { epsilon: 1e-3 }
const inputMean = 127 / 255
const inputDeviation = 128 / 255

export const efficientnetLite0 = defineBackbone({
  id,
  label: 'EfficientNet-Lite0 (ImageNet)',
  summary: 'A network pretrained on ImageNet: for photographs, and wherever labels are few.',
  minImageSize: 32,
  maxImageSize: 512,
  defaultImageSize: 224,
  params: z.strictObject({
    weights: z
      .enum(['imagenet', 'random'])
      .default('imagenet')
      .meta({
        title: 'First weights',
        labels: { imagenet: 'ImageNet' },
        description: 'Pretrained on ImageNet, or drawn at random to see what training from scratch gives.',
      }),
  }),
  build({ random, pretrained }, { weights }) {
    const shared = { norm, initialiser: weights === 'random' ? heNormal : zeros }
    let inputs: number = stem
    let body = chain('input', normaliseInput({ mean: channels(inputMean), std: channels(inputDeviation) })).add(
      'stem',
      convNorm({ ...shared, inputs: 3, outputs: stem, kernel: 3, stride: 2, activation: 'relu6', random: random.fork('stem') }),
    )
    let blocks = 0
    for (const [expansion, outputs, count, firstStride, kernel] of stages) {
      for (let index = 0; index < count; index++) {
        const name = `block${blocks++}`
        const stride = index === 0 ? firstStride : 1
        body = body.add(name, invertedBottleneck({ ...shared, inputs, outputs, kernel, stride, expansion, random: random.fork(name) }))
        inputs = outputs
      }
    }
    const extractor = body
      .add('top', convNorm({ ...shared, inputs, outputs: featureSize, kernel: 1, activation: 'relu6', random: random.fork('top') }))
      .add('pool', globalAveragePool())
    if (weights === 'imagenet') {
      if (pretrained === undefined) throw new Error('this context has no pretrained weights')
      const learnt = extractor.variables.filter(({ name }) => !name.startsWith('input/'))
      loadWeights(learnt, pretrained(id), id)
    }
    const nextStream = headStreams(random)
    return {
      features: featureExtractor(extractor, featureSize),
      createHead: (classes) => plainHead({ units: [featureSize, classes], random: nextStream() }),
      createDiscriminator: (size = featureSize) => plainHead({ units: [size, 256, 2], random: nextStream() }),
    }
  },
})

const channels = (value: number): [number, number, number] => [value, value, value]
