/** A reduced model as the export formats take it: its network graph for one domain, with the whole numbers that it is kept in. */
import type { DomainRole } from '@shared/domain/ids'
import type { GraphNode } from '@shared/domain/network-graph'
import { type Tensor, type Tensor4D, tf } from '../backend/tensorflow'
import { addBias } from '../network-graph/add-bias'
import { GraphBuilder, type Value } from '../network-graph/graph-builder'
import { type Int8Values, imageInput, noPadding, type Operation, probabilitiesOutput, type Weight } from '../network-graph/model-graph'
import { pixelRange, type ReadGraph } from '../network-graph/read-graph'
import { samePadding, slidOver } from '../network-graph/window'
import { type GraphModel, inputsOf, type KernelNode, readersOf, toArrays, weightFor, weightNamed } from '../reduction/graph/graph-model'
import { createGraphNetwork } from '../reduction/graph/graph-network'

/** As `readGraph` reads a session. Layers take the names of the nodes that they come from. */
export function readReduced(model: GraphModel, domain: DomainRole): ReadGraph {
  const { graph } = model
  const builder = new GraphBuilder<string>()
  const weight = weightsFor(model, domain)
  const image: Value = { node: imageInput, shape: [graph.imageSize, graph.imageSize, 3] }
  const values = new Map([['image', builder.add({ op: 'rescale', divisor: pixelRange }, [image], image.shape)]])
  for (const node of graph.nodes.slice(1)) {
    const inputs = inputsOf(node).map((name) => values.get(name) as Value)
    const alone = 'input' in node && readersOf(graph, node.input).length === 1
    values.set(node.name, addNode(builder, node, { inputs, alone, weight }))
    const codes = graph.activationCodes[node.name]
    if (codes !== undefined) builder.roundLast(codes)
  }
  const logits = values.get(graph.logits) as Value
  builder.add({ op: 'activation', kind: 'softmax' }, [logits], logits.shape)
  const { nodes, origins } = builder.finish(probabilitiesOutput)
  return {
    graph: { imageSize: graph.imageSize, classes: logits.shape[0], nodes },
    layers: (x) => layersOf(model, origins, { x, domain }),
  }
}

/** A weight by the name that the graph has for it: the target's own where it has one. */
type WeightReader = (name: string) => Weight

function weightsFor(model: GraphModel, domain: DomainRole): WeightReader {
  const { graph } = model
  const arrays = new Map(toArrays(model).map((array) => [array.name, array.data]))
  return (name) => {
    const used = weightFor(graph, name, domain)
    const { shape } = weightNamed(model, used)
    const [codes, stored] = [graph.weightCodes[used], arrays.get(used)]
    if (codes === undefined || !(stored instanceof Int8Array)) return { name, shape, data: weightNamed(model, used).data }
    const scales = Float32Array.from((domain === 'target' ? codes.targetScales : null) ?? codes.scales)
    const [zeroPoint] = codes.zeroPoints
    const int8: Int8Values = { values: stored, scales, zeroPoint }
    return { name, shape, data: Float32Array.from(stored, (code, at) => (code - zeroPoint) * scales[at % scales.length]), int8 }
  }
}

interface NodeParts {
  readonly inputs: readonly Value[]
  /** Whether nothing else reads the first input. */
  readonly alone: boolean
  readonly weight: WeightReader
}

function addNode(builder: GraphBuilder<string>, node: GraphNode, { inputs, alone, weight }: NodeParts): Value {
  const [x] = inputs
  const { shape } = x
  const add = (operation: Operation, outShape: readonly number[] = shape): Value => builder.add(operation, inputs, outShape, node.name)
  const [height, width, channels] = shape
  switch (node.op) {
    case 'image':
      return x
    case 'subtract':
    case 'divide':
      return add({ op: node.op, by: weight(node.by) })
    case 'conv2d':
    case 'depthwise-conv2d':
      return add(...convolution(node, weight(node.kernel), shape))
    case 'dense': {
      const kernel = weight(node.kernel)
      return add({ op: 'dense', kernel, bias: null }, [kernel.shape[1]])
    }
    case 'bias':
      return addBias(builder, { x, bias: weight(node.bias), origin: node.name, alone })
    case 'batch-norm': {
      const [scale, offset, mean, variance] = [node.scale, node.offset, node.mean, node.variance].map(weight)
      return add({ op: 'batch-norm', scale, offset, mean, variance, epsilon: node.epsilon })
    }
    case 'relu':
    case 'relu6':
      return add({ op: 'activation', kind: node.op })
    case 'max-pool': {
      const window = { sides: [height, width], spans: node.window, strides: node.strides } as const
      const padding = node.padding === 'same' ? samePadding(window) : noPadding
      const pool = { op: 'pool', kind: 'max', size: node.window, strides: node.strides, padding } as const
      return add(pool, [...slidOver(window, padding), channels])
    }
    case 'mean':
      return add({ op: 'global-average-pool' }, [channels])
    case 'flatten':
      return add({ op: 'flatten' }, [height * width * channels])
    case 'add':
      return add({ op: 'add' })
  }
}

function convolution(
  node: Extract<KernelNode, { readonly strides: unknown }>,
  kernel: Weight,
  [height, width]: readonly number[],
): [Operation, number[]] {
  const { strides } = node
  const window = { sides: [height, width], spans: [kernel.shape[0], kernel.shape[1]], strides } as const
  const padding = node.padding === 'same' ? samePadding(window) : noPadding
  const isDepthwise = node.op === 'depthwise-conv2d'
  return [
    { op: isDepthwise ? 'depthwise' : 'convolution', kernel, bias: null, strides, dilations: [1, 1], padding },
    [...slidOver(window, padding), kernel.shape[isDepthwise ? 2 : 3]],
  ]
}

/** Values of the nodes that `origins` name, under the layers' names. */
function layersOf(
  model: GraphModel,
  origins: ReadonlyMap<string, string>,
  { x, domain }: { readonly x: Tensor4D; readonly domain: DomainRole },
): Map<string, Tensor> {
  const kept = new Map<string, Tensor>()
  const { features, head } = createGraphNetwork(model, {
    onOutput: (node, value) => kept.set(node, tf.keep(tf.clone(value))),
  })
  // Looking at how wide the features are ran the network once already.
  for (const tensor of kept.values()) tensor.dispose()
  const pass = { training: false, domain }
  const probabilities = tf.tidy(() => tf.softmax(head.forward(features.forward(x, pass), pass)))
  for (const { variable } of [...features.variables, ...head.variables]) variable.dispose()
  const wanted = new Set(origins.values())
  for (const [node, tensor] of kept) if (!wanted.has(node)) tensor.dispose()
  return new Map([
    ...[...origins].flatMap(([layer, node]) => {
      const tensor = kept.get(node)
      return tensor === undefined ? [] : [[layer, tensor] as const]
    }),
    [probabilitiesOutput, probabilities],
  ])
}
