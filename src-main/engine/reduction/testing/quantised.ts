/** A float graph in 8 bits, its ranges taken on a few images that both domains have. */
import type { Images } from '../../data/types'
import { createRandom } from '../../nn/random'
import type { GraphModel } from '../graph/graph-model'
import { calibrate } from '../quantising/calibrate'
import { quantiseActivations, quantiseWeights, type WeightScheme } from '../quantising/quantise-model'
import { roundingPoints } from '../quantising/rounding-points'

export async function quantised(model: GraphModel, scheme: WeightScheme, images: Images): Promise<GraphModel> {
  const rounded = quantiseWeights(model, scheme)
  const ranges = await calibrate(model, roundingPoints(rounded.graph), {
    images: (['source', 'target'] as const).map((domain) => ({ domain, images })),
    count: images.count,
    random: createRandom(0),
    signal: new AbortController().signal,
  })
  return quantiseActivations(rounded, ranges)
}
