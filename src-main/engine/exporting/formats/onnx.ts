/**
 * ONNX (opset 17, IR 8): scaling, normalisation, softmax and class names are part of the file.
 *
 * Input `image` float32 [N,S,S,3] of values 0 to 255, output `probabilities` float32 [N,K]. Inside, images are [N,C,H,W] as ONNX's
 * operators want them: transposed once on the way in, and back before they are flattened, since dense layers count channels fastest.
 * Layers of a quantized network compute with whole numbers (`onnx-integers.ts`).
 */
import type { onnx } from 'onnx-proto'
import {
  type GraphNode,
  imageInput,
  inputShape,
  type ModelGraph,
  probabilitiesOutput,
  type Weight,
  weightsOf,
} from '../../network-graph/model-graph'
import { type ModelPackage, modelMetadata, type WrittenFile } from './model-package'
import { codesOf, integerLayer, realInput, realName, reluOfCodes, takesCodes } from './onnx-integers'
import {
  call,
  convolutionKernel,
  floatsInfo,
  ints,
  messages,
  number,
  type OnnxPart,
  pads,
  slides,
  tensor,
  transpose,
  whole,
} from './onnx-parts'

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
  const parts = graph.nodes.flatMap((node) => [layerPart(node, graph), codesOf(node, graph)])
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
      input: [floatsInfo(imageInput, ['N', graph.imageSize, graph.imageSize, 3])],
      output: [floatsInfo(probabilitiesOutput, ['N', graph.classes])],
      node: [transpose(imageInput, inside(imageInput), toChannelsFirst), ...parts.flatMap(({ nodes }) => nodes)],
      initializer: parts.flatMap(({ constants }) => constants),
    },
  })
}

const toChannelsFirst = [0, 3, 1, 2]
const toChannelsLast = [0, 2, 3, 1]

/** Name of the images as the layers read them. */
const inside = (name: string): string => (name === imageInput ? `${imageInput}/channels-first` : name)

function layerPart(node: GraphNode, graph: ModelGraph): OnnxPart {
  const onCodes = takesCodes(node, graph)
  const output = node.codes === undefined ? node.name : realName(node.name)
  if (onCodes && 'kernel' in node) return integerLayer(node, graph, output)
  if (onCodes && node.op === 'activation') return { nodes: [reluOfCodes(node, graph)], constants: [] }
  const inputs = node.inputs.map((name) => inside(onCodes ? name : realInput(graph, name)))
  const kernel = storedKernel(node)
  const own = weightsOf(node).map(({ role, name }) => (role === 'kernel' ? kernel.reads : name))
  return {
    nodes: [...kernel.nodes, ...operators(node, { graph, inputs, own, output })],
    constants: [
      ...kernel.constants,
      ...weightsOf(node).flatMap(({ role, name, weight }) => {
        const { shape, data } = arranged(node, weight)
        return role === 'kernel' ? [] : [tensor(name, shape, data)]
      }),
      ...constantsOf(node),
    ],
  }
}
interface Operands {
  readonly graph: ModelGraph
  readonly inputs: readonly string[]
  /** Names of the weights. */
  readonly own: readonly string[]
  readonly output: string
}

/** The operators of a layer that computes with floats, or only moves what it reads. */
function operators(node: GraphNode, { graph, inputs, own, output }: Operands): onnx.INodeProto[] {
  const { name } = node
  const one = (opType: string, input: readonly string[], attribute: onnx.IAttributeProto[] = []): onnx.INodeProto[] => [
    call(opType, input, output, attribute),
  ]
  switch (node.op) {
    case 'rescale':
      return one('Div', [...inputs, `${name}/divisor`])
    case 'subtract':
      return one('Sub', [...inputs, ...own])
    case 'divide':
      return one('Div', [...inputs, ...own])
    case 'affine':
      return [call('Mul', [...inputs, own[0]], `${name}/scaled`), ...one('Add', [`${name}/scaled`, own[1]])]
    case 'convolution':
    case 'depthwise':
      return one('Conv', [...inputs, ...own], slides(node))
    case 'dense':
      return one(node.bias === null ? 'MatMul' : 'Gemm', [...inputs, ...own])
    case 'batch-norm':
      return one('BatchNormalization', [...inputs, ...own], [number('epsilon', node.epsilon)])
    case 'activation':
      return one(activations[node.kind], [...inputs, ...limitsOf(node)], attributesOf(node))
    case 'pool':
      return one(node.kind === 'max' ? 'MaxPool' : 'AveragePool', inputs, [
        ints('kernel_shape', node.size),
        ints('strides', node.strides),
        pads(node.padding),
      ])
    case 'pad':
      return one('Pad', [...inputs, `${name}/pads`])
    case 'global-average-pool':
      return [call('GlobalAveragePool', inputs, `${name}/mean`), ...one('Flatten', [`${name}/mean`])]
    case 'flatten': {
      const [height, width] = inputShape(graph, node.inputs[0])
      if (width === undefined || height * width === 1) return one('Flatten', inputs)
      return [transpose(inputs[0], `${name}/channels-last`, toChannelsLast), ...one('Flatten', [`${name}/channels-last`])]
    }
    case 'unit-length':
      return [
        call('ReduceSumSquare', inputs, `${name}/sum`, [ints('axes', [1]), whole('keepdims', 1)]),
        call('Add', [`${name}/sum`, `${name}/epsilon`], `${name}/square`),
        call('Sqrt', [`${name}/square`], `${name}/length`),
        ...one('Div', [...inputs, `${name}/length`]),
      ]
    case 'add':
      return one('Add', inputs)
    case 'multiply':
      return one('Mul', inputs)
    case 'concat':
      return one('Concat', inputs, [whole('axis', 1)])
  }
}

type ActivationNode = Extract<GraphNode, { readonly op: 'activation' }>

const activations: Readonly<Record<ActivationNode['kind'], string>> = {
  relu: 'Relu',
  relu6: 'Clip',
  'leaky-relu': 'LeakyRelu',
  elu: 'Elu',
  selu: 'Selu',
  softplus: 'Softplus',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
}

const limitsOf = ({ kind, name }: ActivationNode): string[] => (kind === 'relu6' ? [`${name}/least`, `${name}/most`] : [])

function attributesOf({ kind, slope = 0.2 }: ActivationNode): onnx.IAttributeProto[] {
  if (kind === 'leaky-relu') return [number('alpha', slope)]
  return kind === 'softmax' ? [whole('axis', -1)] : []
}

/** Numbers that a node's operator takes as inputs although they are no weights. */
function constantsOf({ name, ...node }: GraphNode): onnx.ITensorProto[] {
  const one = (suffix: string, value: number): onnx.ITensorProto => tensor(`${name}/${suffix}`, [], Float32Array.of(value))
  if (node.op === 'rescale') return [one('divisor', node.divisor)]
  if (node.op === 'unit-length') return [one('epsilon', node.epsilon)]
  if (node.op === 'activation' && node.kind === 'relu6') return [one('least', 0), one('most', 6)]
  if (node.op !== 'pad') return []
  const { top, left, bottom, right } = node.padding
  return [tensor(`${name}/pads`, [8], BigInt64Array.from([0, 0, top, left, 0, 0, bottom, right].map(BigInt)))]
}

/** A kernel as the operator reads it: floats, or 8-bit codes and what makes floats of them where the layer's input is not coded. */
function storedKernel(node: GraphNode): OnnxPart & { readonly reads: string } {
  if (!('kernel' in node)) return { nodes: [], constants: [], reads: '' }
  const [name, { int8, ...weight }] = [`${node.name}/kernel`, node.kernel]
  const isDense = node.op === 'dense'
  if (int8 === undefined) {
    const { shape, data } = isDense ? weight : convolutionKernel(node.op, weight)
    return { nodes: [], constants: [tensor(name, shape, data)], reads: name }
  }
  const codes = { shape: weight.shape, data: int8.values }
  const { shape, data } = isDense ? codes : convolutionKernel(node.op, codes)
  const { scales, zeroPoint } = int8
  const dims = scales.length === 1 ? [] : [scales.length]
  const parameters = [`${name}-scale`, `${name}-zero`]
  return {
    nodes: [call('DequantizeLinear', [name, ...parameters], `${name}/values`, [whole('axis', isDense ? 1 : 0)])],
    constants: [
      tensor(name, shape, data),
      tensor(parameters[0], dims, scales),
      tensor(parameters[1], dims, new Int8Array(scales.length).fill(zeroPoint)),
    ],
    reads: `${name}/values`,
  }
}

/** Channels first: one number a channel must meet [N,C,H,W] at its second axis, where the operator does not know that itself. */
function arranged(node: GraphNode, { shape, data }: Weight): Pick<Weight, 'shape' | 'data'> {
  const isPlain = node.op === 'affine' || node.op === 'subtract' || node.op === 'divide'
  return { shape: isPlain && node.shape.length === 3 ? [...shape, 1, 1] : shape, data }
}
