/** Whole channels out of a network: really smaller tensors, in the layer that makes a channel and in all that read it. */
import type { NetworkGraph } from '@shared/domain/network-graph'
import {
  type GraphModel,
  type GraphWeight,
  type KernelNode,
  kernelNodes,
  readersOf,
  weightFor,
  weightNamed,
  weightsOf,
} from '../graph/graph-model'

/** What goes with a layer's channel: values of vectors, and the kernels that read it. */
interface Followers {
  readonly vectors: readonly string[]
  readonly readers: readonly KernelNode[]
}

/** Layers whose channels can go: on every way they meet vectors, pooling and ReLU only, before other kernels read them. */
export function layersWithChannels({ graph }: GraphModel): KernelNode[] {
  return kernelNodes(graph).filter((node) => node.op !== 'depthwise-conv2d' && followersOf(graph, node.name) !== null)
}

/** Null where a channel is added to another's, or is one of the logits. */
function followersOf(graph: NetworkGraph, name: string): Followers | null {
  if (name === graph.logits) return null
  const vectors: string[] = []
  const readers: KernelNode[] = []
  for (const node of readersOf(graph, name)) {
    if (node.op === 'conv2d' || node.op === 'dense') {
      readers.push(node)
      continue
    }
    if (!['bias', 'batch-norm', 'relu', 'relu6', 'max-pool', 'mean', 'flatten'].includes(node.op)) return null
    const further = followersOf(graph, node.name)
    if (further === null) return null
    vectors.push(...Object.values(weightsOf(node)).flat(), ...further.vectors)
    readers.push(...further.readers)
  }
  return { vectors, readers }
}

/**
 * The model with the given channels only. masks: by node name, a value for each channel, 0 where it goes; one of each layer must
 * stay.
 */
export function dropChannels(model: GraphModel, masks: ReadonlyMap<string, Float32Array>): GraphModel {
  const weights = new Map(model.weights)
  const { graph } = model
  const change = (name: string, slice: (weight: GraphWeight) => GraphWeight): void => {
    for (const own of new Set([name, weightFor(graph, name, 'target')])) weights.set(own, slice(weightNamed({ weights }, own)))
  }
  for (const node of kernelNodes(graph)) {
    const mask = masks.get(node.name)
    const followers = mask === undefined ? null : followersOf(graph, node.name)
    if (mask === undefined || followers === null) continue
    const channels = mask.length
    const kept = (at: number): boolean => mask[at % channels] !== 0
    change(node.kernel, (kernel) => sliceAxis(kernel, kernel.shape.length - 1, kept))
    for (const name of new Set(followers.vectors)) change(name, (vector) => sliceAxis(vector, 0, kept))
    // Rows of a dense kernel after flattening: the channel is the fastest to change, so `at % channels` finds it there too.
    for (const { kernel: name } of followers.readers) change(name, (kernel) => sliceAxis(kernel, kernel.shape.length - 2, kept))
  }
  return { graph, weights }
}

function sliceAxis({ shape, data }: GraphWeight, axis: number, kept: (at: number) => boolean): GraphWeight {
  const inner = shape.slice(axis + 1).reduce((product, side) => product * side, 1)
  const side = shape[axis]
  const places = Array.from({ length: side }, (_, at) => at).filter(kept)
  const values = data.filter((_, at) => kept(Math.floor(at / inner) % side))
  return { shape: shape.map((one, index) => (index === axis ? places.length : one)), data: values }
}

/** Sum over every channel's own weights; values in the order of a kernel whose last axis are the channels. */
export function sumByChannel(values: Float32Array, channels: number): Float32Array {
  const sums = new Float32Array(channels)
  values.forEach((value, at) => {
    sums[at % channels] += value
  })
  return sums
}
