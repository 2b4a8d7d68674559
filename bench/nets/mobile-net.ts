/** MobileNetV2 of width 0.5 (Sandler et al. 2018) as a feature extractor, for the bench of inference only. */
import type { Tensor4D } from '../../src-main/engine/backend/tensorflow'
import type { Chain } from '../../src-main/engine/nn/chain'
import { featureExtractor } from '../../src-main/engine/nn/feature-extractor'
import { heNormal } from '../../src-main/engine/nn/initialisers'
import { convNorm } from '../../src-main/engine/nn/layers/conv-norm'
import { invertedBottleneck } from '../../src-main/engine/nn/layers/inverted-bottleneck'
import { globalAveragePool } from '../../src-main/engine/nn/layers/stateless'
import type { FeatureExtractor } from '../../src-main/engine/nn/network'
import { createRandom } from '../../src-main/engine/nn/random'

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
const stem = 16
const shared = { norm: {}, initialiser: heNormal, random: createRandom('mobile-net') }

/** x [B,96,96,3] → [B,1280]. */
export function mobileNet(): FeatureExtractor {
  let body: Chain<Tensor4D, Tensor4D> = convNorm({ ...shared, inputs: 3, outputs: stem, kernel: 3, stride: 2, activation: 'relu6' })
  let inputs: number = stem
  stages.forEach(([expansion, outputs, count, firstStride], stage) => {
    for (let block = 0; block < count; block++) {
      const stride = block === 0 ? firstStride : 1
      body = body.add(`stage${stage}-${block}`, invertedBottleneck({ ...shared, inputs, outputs, kernel: 3, stride, expansion }))
      inputs = outputs
    }
  })
  const last = convNorm({ ...shared, inputs, outputs: featureSize, kernel: 1, activation: 'relu6' })
  return featureExtractor(body.add('last', last).add('pool', globalAveragePool()), featureSize)
}
