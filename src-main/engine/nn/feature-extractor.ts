/** Makes a chain of layers the feature extractor of a backbone, whose first blocks can be frozen. */
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { Chain } from './chain'
import type { FeatureExtractor, Pass } from './network'

/**
 * x [B,H,W,3] in [0,1] → [B,featureSize], with nothing frozen at first. An x [B,1,1,featureSize] is features already, as the cache of a
 * frozen extractor keeps them, and goes through as it is.
 */
export function featureExtractor(body: Chain<Tensor4D, Tensor2D>, featureSize: number): FeatureExtractor {
  const { variables, blocks } = body
  let frozen = 0
  return {
    variables,
    blocks,
    featureSize,
    freeze(count) {
      frozen = count
    },
    forward(x, pass) {
      if (x.shape[1] === 1 && x.shape[3] === featureSize) return tf.reshape(x, [x.shape[0], featureSize])
      if (!pass.training || frozen === 0) return body.forward(x, pass)
      const held: Pass = { ...pass, training: false }
      return blocks.reduce<Tensor>((y, block, index) => block.forward(y, index < frozen ? held : pass), x) as Tensor2D
    },
  }
}
