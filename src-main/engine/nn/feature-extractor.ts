/** Makes a chain of layers the feature extractor of a backbone, whose first blocks can be frozen. */
import type { Tensor, Tensor2D, Tensor4D } from '../backend/tensorflow'
import type { Chain } from './chain'
import type { FeatureExtractor, Pass } from './network'

/** x [B,H,W,3] in [0,1] → [B,featureSize], with nothing frozen at first. */
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
      if (!pass.training || frozen === 0) return body.forward(x, pass)
      const held: Pass = { ...pass, training: false }
      return blocks.reduce<Tensor>((y, block, index) => block.forward(y, index < frozen ? held : pass), x) as Tensor2D
    },
  }
}
