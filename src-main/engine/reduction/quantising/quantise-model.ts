/** A float network graph as one of 8-bit whole numbers: folded, its kernels rounded, its values rounded between the layers. */
import type { ActivationCodes, WeightCodes } from '@shared/domain/network-graph'
import { fromArrays, type GraphModel, type GraphWeight, kernelNodes, toArrays, weightFor, weightNamed } from '../graph/graph-model'
import { foldNorms } from './fold-norms'
import { levelsOver, quantiseChannels, quantiseTensor } from './quantise'

export type WeightScheme = WeightCodes['scheme']

/**
 * Folds the norms and rounds every kernel. Where each domain has norms of its own, kernels by channel serve both, with other
 * scales; with one scale for a whole kernel the target needs one for itself.
 */
export function quantiseWeights(model: GraphModel, scheme: WeightScheme): GraphModel {
  const folded = foldNorms(model, scheme === 'per-channel-symmetric' ? 'as-factors' : 'apart')
  const { graph, weights } = folded.model
  const weightCodes: Record<string, WeightCodes> = {}
  for (const { op, kernel } of kernelNodes(graph)) {
    for (const name of new Set([kernel, weightFor(graph, kernel, 'target')])) {
      const weight = weightNamed(folded.model, name)
      const channels = weight.shape[weight.shape.length - (op === 'depthwise-conv2d' ? 2 : 1)]
      const own = scheme === 'per-channel-symmetric' ? channelCodes(weight, channels) : tensorCodes(weight)
      const factors = folded.targetFactors.get(name)
      weightCodes[name] = factors === undefined ? own : { ...own, targetScales: own.scales.map((scale, at) => scale * factors[at]) }
    }
  }
  const coded = { ...graph, weightCodes }
  return fromArrays(coded, toArrays({ graph: coded, weights }))
}

/** The model with the values of these nodes rounded to 256 levels over their ranges. */
export function quantiseActivations(model: GraphModel, ranges: ReadonlyMap<string, readonly [number, number]>): GraphModel {
  const codes = [...ranges].map(([node, [low, high]]): [string, ActivationCodes] => {
    const { scale, zeroPoint } = levelsOver(low, high)
    return [node, { scale: positive(scale), zeroPoint }]
  })
  return { ...model, graph: { ...model.graph, activationCodes: Object.fromEntries(codes) } }
}

function channelCodes({ data }: GraphWeight, channels: number): WeightCodes {
  const { scales } = quantiseChannels(data, channels)
  return { scheme: 'per-channel-symmetric', bits: 8, scales: [...scales].map(positive), zeroPoints: [0] }
}

/** As int8: codes and zero point move down by 128 together. */
function tensorCodes({ data }: GraphWeight): WeightCodes {
  const { scale, zeroPoint } = quantiseTensor(data)
  return { scheme: 'per-tensor-asymmetric', bits: 8, scales: [positive(scale)], zeroPoints: [zeroPoint - 128] }
}

/** What is all zeros has no scale; any will do. */
function positive(scale: number): number {
  return scale === 0 ? 1 : scale
}
