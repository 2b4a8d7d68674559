/** The layers that were read off a session as nodes over named weights: one plain operation a node, biases apart from their layers. */
import type { GraphNode } from '@shared/domain/network-graph'
import { imageInput, inputShape, type ModelGraph, type Weight, weightsOf as weightsOfLayer } from '../../network-graph/model-graph'
import { UnknownOperation } from '../../network-graph/read-graph'
import { paddingWord } from '../../network-graph/window'
import type { GraphWeight } from './graph-model'

export interface NamedLayers {
  readonly nodes: readonly GraphNode[]
  /** By the name that it has in the session. */
  readonly weights: ReadonlyMap<string, GraphWeight>
}

type Layer = ModelGraph['nodes'][number]

/** Images come in [0,1] and logits out. @throws UnknownOperation for a layer that reductions do not know. */
export function namedLayers(graph: ModelGraph): NamedLayers {
  const image = { name: 'image', op: 'image' } as const
  const nodes: GraphNode[] = [image]
  const weights = new Map<string, GraphWeight>()
  const nameOf = new Map<string, string>([[imageInput, image.name]])
  // The last layer makes probabilities of the logits.
  for (const layer of graph.nodes.slice(0, -1)) {
    const [input, other] = layer.inputs.map((name) => nameOf.get(name) as string)
    const weight = (own: Weight): string => {
      const role = weightsOfLayer(layer).find((one) => one.weight === own)
      const name = own.name || (role?.name as string)
      const known = weights.get(name)
      if (known !== undefined && known.data !== own.data) throw new UnknownOperation(`${layer.op} of a weight that is computed`, input)
      weights.set(name, own)
      return name
    }
    const plain = (op: GraphNode['op']): string => `${op}${nodes.filter((node) => node.op === op).length + 1}`
    const added = nodesOf(layer, { graph, input, other, weight, plain })
    nodes.push(...added)
    nameOf.set(layer.name, added.at(-1)?.name ?? input)
  }
  return { nodes, weights }
}

interface Reading {
  readonly graph: ModelGraph
  /** Names of the nodes it reads. */
  readonly input: string
  readonly other: string
  /** Keeps the weight and gives its name. */
  weight(own: Weight): string
  /** Of a node without weights: its operation, counted. */
  plain(op: GraphNode['op']): string
}

/** None where the layer changes nothing. */
function nodesOf(layer: Layer, reading: Reading): GraphNode[] {
  const { graph, input, other, weight, plain } = reading
  const { name } = layer
  const refused = (what: string): UnknownOperation => new UnknownOperation(what, input)
  const withBias = (node: GraphNode, bias: Weight | null): GraphNode[] =>
    bias === null ? [node] : [node, { name: weight(bias), op: 'bias', input: node.name, bias: weight(bias) }]
  switch (layer.op) {
    case 'rescale':
      return []
    case 'subtract':
    case 'divide':
      return [{ name: weight(layer.by), op: layer.op, input, by: weight(layer.by) }]
    case 'affine': {
      if (!layer.scale.data.every((value) => value === 1)) throw refused('multiply')
      return [{ name: weight(layer.offset), op: 'bias', input, bias: weight(layer.offset) }]
    }
    case 'convolution':
    case 'depthwise': {
      const [height, width, , each] = layer.kernel.shape
      const [rows, columns] = inputShape(graph, layer.inputs[0])
      const strides: [number, number] = [...layer.strides]
      const padding = paddingWord({ sides: [rows, columns], spans: [height, width], strides }, layer.padding)
      const isPlain = layer.dilations.every((one) => one === 1) && (layer.op === 'convolution' || each === 1)
      if (padding === null || !isPlain) throw refused(`${layer.op} of its kind`)
      const op = layer.op === 'convolution' ? 'conv2d' : 'depthwise-conv2d'
      return withBias({ name, op, input, kernel: weight(layer.kernel), strides, padding }, layer.bias)
    }
    case 'dense':
      return withBias({ name, op: 'dense', input, kernel: weight(layer.kernel) }, layer.bias)
    case 'batch-norm': {
      const { epsilon } = layer
      const [scale, offset, mean, variance] = [layer.scale, layer.offset, layer.mean, layer.variance].map(weight)
      return [{ name, op: 'batch-norm', input, scale, offset, mean, variance, epsilon }]
    }
    case 'activation': {
      const { kind } = layer
      if (kind !== 'relu' && kind !== 'relu6') throw refused(kind)
      return [{ name: plain(kind), op: kind, input }]
    }
    case 'pool': {
      const [rows, columns] = inputShape(graph, layer.inputs[0])
      const [window, strides]: [number, number][] = [[...layer.size], [...layer.strides]]
      const padding = paddingWord({ sides: [rows, columns], spans: window, strides }, layer.padding)
      if (layer.kind !== 'max' || padding === null) throw refused(`${layer.kind} pooling of its kind`)
      return [{ name: plain('max-pool'), op: 'max-pool', input, window, strides, padding }]
    }
    case 'global-average-pool':
      return [{ name: plain('mean'), op: 'mean', input }]
    case 'flatten':
      return [{ name: plain('flatten'), op: 'flatten', input }]
    case 'add':
      return [{ name: plain('add'), op: 'add', input, other }]
    default:
      throw refused(layer.op)
  }
}
