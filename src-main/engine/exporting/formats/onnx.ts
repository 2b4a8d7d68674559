/**
 * ONNX (opset 17, IR 8): scaling, normalisation, softmax and class names are part of the file.
 *
 * Input `image` float32 [N,S,S,3] of values 0 to 255, output `probabilities` float32 [N,K]. Inside, images are [N,C,H,W] as ONNX's
 * operators want them: transposed once on the way in, and back before they are flattened, since dense layers count channels fastest.
 */
import { createRequire } from 'node:module'
import type { onnx } from 'onnx-proto'
import {
  type GraphNode,
  imageInput,
  inputShape,
  type ModelGraph,
  type Padding,
  probabilitiesOutput,
  type Weight,
  weightsOf,
} from '../model-graph'
import { type ModelPackage, modelMetadata, type WrittenFile } from './model-package'

// A CommonJS package whose exports Node cannot name: an ordinary import would stop the bundled command line from loading.
const { onnx: messages } = createRequire(import.meta.url)('onnx-proto') as { readonly onnx: typeof onnx }

const opset = 17
const irVersion = 8

export const onnxFile = 'model.onnx'

export function writeOnnx(model: ModelPackage): WrittenFile[] {
  return [{ file: onnxFile, data: messages.ModelProto.encode(onnxModel(model)).finish() }]
}

/** The same model with the values of every layer as outputs: named like the node, [N,C,H,W] or [N,C]. */
export function withLayerOutputs(bytes: Uint8Array, { nodes }: ModelGraph): Uint8Array {
  const model = messages.ModelProto.decode(bytes)
  const { graph } = model
  if (!graph) throw new Error('the file holds no graph')
  const known = new Set(graph.output?.map(({ name }) => name))
  const extra = nodes.filter(({ name }) => !known.has(name)).map(({ name }) => ({ name }))
  graph.output = [...(graph.output ?? []), ...extra.map(({ name }) => messages.ValueInfoProto.create({ name }))]
  return messages.ModelProto.encode(model).finish()
}

function onnxModel(model: ModelPackage): onnx.ModelProto {
  const { graph, producerVersion, description } = model
  return messages.ModelProto.create({
    irVersion,
    opsetImport: [{ domain: '', version: opset }],
    producerName: 'Shiftlab',
    producerVersion,
    docString: description,
    metadataProps: Object.entries(modelMetadata(model)).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    graph: {
      name: model.name,
      docString: description,
      input: [tensorInfo(imageInput, ['N', graph.imageSize, graph.imageSize, 3])],
      output: [tensorInfo(probabilitiesOutput, ['N', graph.classes])],
      node: [transpose(imageInput, inside(imageInput), toChannelsFirst), ...graph.nodes.flatMap((node) => nodesOf(node, graph))],
      initializer: graph.nodes.flatMap((node) => [
        ...weightsOf(node).map(({ name, weight }) => floats(name, arranged(node, weight))),
        ...constantsOf(node),
      ]),
    },
  })
}

const toChannelsFirst = [0, 3, 1, 2]
const toChannelsLast = [0, 2, 3, 1]

/** Name of the images as the layers read them. */
const inside = (name: string): string => (name === imageInput ? `${imageInput}/channels-first` : name)

function nodesOf(node: GraphNode, graph: ModelGraph): onnx.INodeProto[] {
  const { name } = node
  const inputs = node.inputs.map(inside)
  const call = (opType: string, input: readonly string[], attribute: onnx.IAttributeProto[] = []): onnx.INodeProto[] => [
    { name, opType, input: [...input], output: [name], attribute },
  ]
  const own = weightsOf(node).map((one) => one.name)
  switch (node.op) {
    case 'rescale':
      return call('Mul', [...inputs, `${name}/factor`])
    case 'affine':
      return [
        { name: `${name}/scaled`, opType: 'Mul', input: [...inputs, `${name}/scale`], output: [`${name}/scaled`] },
        ...call('Add', [`${name}/scaled`, `${name}/offset`]),
      ]
    case 'convolution':
    case 'depthwise':
      return call(
        'Conv',
        [...inputs, ...own],
        [
          ints('kernel_shape', node.kernel.shape.slice(0, 2)),
          ints('strides', node.strides),
          ints('dilations', node.dilations),
          pads(node.padding),
          whole('group', node.op === 'depthwise' ? node.kernel.shape[2] : 1),
        ],
      )
    case 'dense':
      return node.bias === null ? call('MatMul', [...inputs, ...own]) : call('Gemm', [...inputs, ...own])
    case 'batch-norm':
      return call('BatchNormalization', [...inputs, ...own], [number('epsilon', node.epsilon)])
    case 'activation':
      return activation(node, inputs, call)
    case 'pool':
      return call(node.kind === 'max' ? 'MaxPool' : 'AveragePool', inputs, [
        ints('kernel_shape', node.size),
        ints('strides', node.strides),
        pads(node.padding),
      ])
    case 'pad':
      return call('Pad', [...inputs, `${name}/pads`])
    case 'global-average-pool':
      return [
        { name: `${name}/mean`, opType: 'GlobalAveragePool', input: inputs, output: [`${name}/mean`] },
        ...call('Flatten', [`${name}/mean`]),
      ]
    case 'flatten':
      return flatten(node, inputs[0], inputShape(graph, node.inputs[0]))
    case 'add':
      return call('Add', inputs)
    case 'multiply':
      return call('Mul', inputs)
    case 'concat':
      return call('Concat', inputs, [whole('axis', 1)])
  }
}

type Call = (opType: string, input: readonly string[], attribute?: onnx.IAttributeProto[]) => onnx.INodeProto[]

function activation(node: Extract<GraphNode, { op: 'activation' }>, inputs: readonly string[], call: Call): onnx.INodeProto[] {
  switch (node.kind) {
    case 'relu':
      return call('Relu', inputs)
    case 'relu6':
      return call('Clip', [...inputs, `${node.name}/least`, `${node.name}/most`])
    case 'leaky-relu':
      return call('LeakyRelu', inputs, [number('alpha', node.slope ?? 0.2)])
    case 'softmax':
      return call('Softmax', inputs, [whole('axis', -1)])
    case 'elu':
      return call('Elu', inputs)
    case 'selu':
      return call('Selu', inputs)
    case 'softplus':
      return call('Softplus', inputs)
    case 'sigmoid':
      return call('Sigmoid', inputs)
    case 'tanh':
      return call('Tanh', inputs)
  }
}

function flatten({ name }: GraphNode, input: string, shape: readonly number[]): onnx.INodeProto[] {
  const [height = 1, width = 1] = shape.length === 3 ? shape : []
  const flat = (from: string): onnx.INodeProto => ({ name, opType: 'Flatten', input: [from], output: [name] })
  return height * width === 1 ? [flat(input)] : [transpose(input, `${name}/channels-last`, toChannelsLast), flat(`${name}/channels-last`)]
}

function transpose(input: string, output: string, permutation: readonly number[]): onnx.INodeProto {
  return { name: output, opType: 'Transpose', input: [input], output: [output], attribute: [ints('perm', permutation)] }
}

/** Numbers that a node's operator takes as inputs although they are no weights. */
function constantsOf({ name, ...node }: GraphNode): onnx.ITensorProto[] {
  const one = (suffix: string, value: number): onnx.ITensorProto => floats(`${name}/${suffix}`, { shape: [], data: Float32Array.of(value) })
  if (node.op === 'rescale') return [one('factor', node.factor)]
  if (node.op === 'activation' && node.kind === 'relu6') return [one('least', 0), one('most', 6)]
  if (node.op !== 'pad') return []
  const { top, left, bottom, right } = node.padding
  const data = BigInt64Array.from([0, 0, top, left, 0, 0, bottom, right].map(BigInt))
  return [{ name: `${name}/pads`, dims: [8], dataType: messages.TensorProto.DataType.INT64, rawData: bytesOf(data) }]
}

/** A weight as ONNX's operators index it. */
export function arranged(node: GraphNode, weight: Weight): Pick<Weight, 'shape' | 'data'> {
  const { shape } = weight
  if (shape.length === 4 && node.op === 'convolution') return permuted(weight, [3, 2, 0, 1])
  if (shape.length === 4 && node.op === 'depthwise') {
    const { data } = permuted(weight, [2, 3, 0, 1])
    return { shape: [shape[2] * shape[3], 1, shape[0], shape[1]], data }
  }
  // Channels first: one number a channel must meet [N,C,H,W] at its second axis.
  return node.op === 'affine' && node.shape.length === 3 ? { shape: [...shape, 1, 1], data: weight.data } : weight
}

/** `axes[k]`: which axis of the weight the result's axis k is. */
export function permuted({ shape, data }: Pick<Weight, 'shape' | 'data'>, axes: readonly number[]): Pick<Weight, 'shape' | 'data'> {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1))
  const sides = axes.map((axis) => shape[axis])
  const result = new Float32Array(data.length)
  const position = sides.map(() => 0)
  for (let at = 0; at < result.length; at++) {
    result[at] = data[position.reduce((sum, index, axis) => sum + index * strides[axes[axis]], 0)]
    for (let axis = sides.length - 1; axis >= 0 && ++position[axis] === sides[axis]; axis--) position[axis] = 0
  }
  return { shape: sides, data: result }
}

function floats(name: string, { shape, data }: Pick<Weight, 'shape' | 'data'>): onnx.ITensorProto {
  return { name, dims: [...shape], dataType: messages.TensorProto.DataType.FLOAT, rawData: bytesOf(data) }
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function tensorInfo(name: string, dims: readonly (string | number)[]): onnx.IValueInfoProto {
  const dim = dims.map((side) => (typeof side === 'string' ? { dimParam: side } : { dimValue: side }))
  return { name, type: { tensorType: { elemType: messages.TensorProto.DataType.FLOAT, shape: { dim } } } }
}

function ints(name: string, values: readonly number[]): onnx.IAttributeProto {
  return { name, type: messages.AttributeProto.AttributeType.INTS, ints: [...values] }
}

function whole(name: string, value: number): onnx.IAttributeProto {
  return { name, type: messages.AttributeProto.AttributeType.INT, i: value }
}

function number(name: string, value: number): onnx.IAttributeProto {
  return { name, type: messages.AttributeProto.AttributeType.FLOAT, f: value }
}

function pads({ top, left, bottom, right }: Padding): onnx.IAttributeProto {
  return ints('pads', [top, left, bottom, right])
}
