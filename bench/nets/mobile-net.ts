/** MobileNetV2 of width 0.5 (Sandler et al. 2018) as a feature extractor, for the bench of inference only. */
import { type Rank, type Tensor4D, tf } from '../../src-main/engine/backend/tensorflow'
import { type Chain, chain } from '../../src-main/engine/nn/chain'
import { heNormal } from '../../src-main/engine/nn/initialisers'
import { batchNorm } from '../../src-main/engine/nn/layers/batch-norm'
import { conv2d } from '../../src-main/engine/nn/layers/conv2d'
import { globalAveragePool } from '../../src-main/engine/nn/layers/stateless'
import type { FeatureExtractor, Module } from '../../src-main/engine/nn/network'
import { createRandom } from '../../src-main/engine/nn/random'
import { createVariable } from '../../src-main/engine/nn/variables'

/** Expansion, channels, blocks and first stride of each stage. */
const stages = [
  [1, 8, 1, 1],
  [6, 16, 2, 2],
  [6, 16, 3, 2],
  [6, 32, 4, 2],
  [6, 48, 3, 1],
  [6, 80, 3, 2],
  [6, 160, 1, 1],
] as const
const featureSize = 1280
const random = createRandom('mobile-net')

type Images = Module<Tensor4D, Tensor4D>

const relu6: Images = { variables: [], forward: (x) => tf.relu6(x) }

function convNorm(inputs: number, outputs: number, kernel: number, stride = 1): Chain<Tensor4D, Tensor4D> {
  const conv = conv2d({ inputs, outputs, kernel, stride, padding: 'same', bias: false, initialiser: heNormal, random })
  return chain('conv', conv).add('bn', batchNorm<Tensor4D>(outputs))
}

function depthwise(channels: number, stride: number): Images {
  const initial = heNormal({ shape: [3, 3, channels, 1], fanIn: 9, random }) as Tensor4D
  const kernel = createVariable<Rank.R4>('kernel', initial)
  return { variables: [kernel], forward: (x) => tf.depthwiseConv2d(x, kernel.variable, stride, 'same') }
}

function inverted(inputs: number, outputs: number, stride: number, expansion: number): Images {
  const hidden = inputs * expansion
  const widen =
    expansion === 1 ? chain('none', { variables: [], forward: (x: Tensor4D) => x }) : convNorm(inputs, hidden, 1).add('relu', relu6)
  const body = widen
    .add('depthwise', depthwise(hidden, stride))
    .add('norm', batchNorm<Tensor4D>(hidden))
    .add('activation', relu6)
    .add('narrow', convNorm(hidden, outputs, 1))
  const skips = stride === 1 && inputs === outputs
  return { variables: body.variables, forward: (x, pass) => (skips ? tf.add(x, body.forward(x, pass)) : body.forward(x, pass)) }
}

/** x [B,96,96,3] → [B,1280]. */
export function mobileNet(): FeatureExtractor {
  let body: Chain<Tensor4D, Tensor4D> = convNorm(3, 16, 3, 2).add('relu', relu6)
  let inputs = 16
  stages.forEach(([expansion, outputs, count, firstStride], stage) => {
    for (let block = 0; block < count; block++) {
      body = body.add(`stage${stage}-${block}`, inverted(inputs, outputs, block === 0 ? firstStride : 1, expansion))
      inputs = outputs
    }
  })
  return {
    ...body
      .add('last', convNorm(inputs, featureSize, 1))
      .add('last-relu', relu6)
      .add('pool', globalAveragePool()),
    featureSize,
  }
}
