/**
 * TensorFlow.js LayersModel: `model.json` and `weights.bin`, for `tf.loadLayersModel` of stock `@tensorflow/tfjs`.
 *
 * Input `image` float32 [N,S,S,3] of values 0 to 255, output `probabilities` [N,K]. Every node is one stock layer of the same name;
 * paddings that Keras has no word for are a ZeroPadding2D layer before it. Class names and preprocessing are in
 * `userDefinedMetadata`.
 */
import {
  type GraphNode,
  imageInput,
  inputShape,
  isPadded,
  type ModelGraph,
  type Padding,
  probabilitiesOutput,
  type WeightRole,
  weightsOf,
} from '../model-graph'
import { type ModelPackage, modelMetadata, type WrittenFile } from './model-package'

export const tfjsFile = 'model.json'
const weightsFile = 'weights.bin'

interface Layer {
  readonly name: string
  readonly class_name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly inbound_nodes: readonly (readonly (readonly [string, number, number, object])[])[]
}

export function writeTfjs(model: ModelPackage): WrittenFile[] {
  const { graph } = model
  const weights = graph.nodes.flatMap((node) => [
    ...weightsOf(node).map(({ role, weight }) => ({
      name: `${node.name}/${kerasName(node, role)}`,
      shape: weight.shape,
      data: weight.data,
    })),
    ...statisticsOfAffine(node),
  ])
  const document = {
    format: 'layers-model',
    generatedBy: `Shiftlab ${model.producerVersion}`,
    convertedBy: null,
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'shiftlab',
        layers: [inputLayer(graph), ...graph.nodes.flatMap((node) => layersOf(node, graph))],
        input_layers: [[imageInput, 0, 0]],
        output_layers: [[probabilitiesOutput, 0, 0]],
      },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: [weightsFile], weights: weights.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' })) }],
    userDefinedMetadata: modelMetadata(model),
  }
  const bytes = weights.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  return [
    { file: tfjsFile, data: JSON.stringify(document) },
    { file: weightsFile, data: Buffer.concat(bytes) },
  ]
}

const kerasNames: Readonly<Record<WeightRole, string>> = {
  kernel: 'kernel',
  bias: 'bias',
  scale: 'gamma',
  offset: 'beta',
  mean: 'moving_mean',
  variance: 'moving_variance',
}

/** A depthwise layer calls its kernel by another name. */
function kerasName({ op }: GraphNode, role: keyof typeof kerasNames): string {
  return op === 'depthwise' && role === 'kernel' ? 'depthwise_kernel' : kerasNames[role]
}

/** Batch normalisation with mean 0 and variance 1 is x·γ + β, which Keras has no layer of its own for. */
function statisticsOfAffine(node: GraphNode): { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }[] {
  if (node.op !== 'affine') return []
  const { shape } = node.scale
  const filled = (value: number): Float32Array => new Float32Array(shape[0]).fill(value)
  return [
    { name: `${node.name}/moving_mean`, shape, data: filled(0) },
    { name: `${node.name}/moving_variance`, shape, data: filled(1) },
  ]
}

function inputLayer({ imageSize }: ModelGraph): Layer {
  return {
    name: imageInput,
    class_name: 'InputLayer',
    config: { name: imageInput, batch_input_shape: [null, imageSize, imageSize, 3], dtype: 'float32', sparse: false },
    inbound_nodes: [],
  }
}

function layersOf(node: GraphNode, graph: ModelGraph): Layer[] {
  const padding = 'padding' in node && node.op !== 'pad' ? node.padding : null
  const way = padding === null ? 'valid' : kerasPadding(node, inputShape(graph, node.inputs[0]))
  if (way !== null) return [layer(node, ...layerOf(node, way))]
  const padded = `${node.name}/pad`
  return [
    layer({ name: padded, inputs: node.inputs }, 'ZeroPadding2D', zeroPadding(padding as Padding)),
    layer({ name: node.name, inputs: [padded] }, ...layerOf(node, 'valid')),
  ]
}

function layer({ name, inputs }: Pick<GraphNode, 'name' | 'inputs'>, className: string, config: Layer['config']): Layer {
  return {
    name,
    class_name: className,
    config: { name, trainable: false, ...config },
    inbound_nodes: [inputs.map((input) => [input, 0, 0, {}] as const)],
  }
}

/** Keras's word for a padding: `same` where it equals what that would add; null for others. */
function kerasPadding(node: GraphNode, [height, width]: readonly number[]): 'valid' | 'same' | null {
  if (!('padding' in node) || !('strides' in node) || !isPadded(node.padding)) return 'valid'
  const spans = 'kernel' in node ? [0, 1].map((axis) => (node.kernel.shape[axis] - 1) * node.dilations[axis] + 1) : node.size
  const { top, bottom, left, right } = node.padding
  const isSame = [
    { side: height, before: top, after: bottom },
    { side: width, before: left, after: right },
  ].every(({ side, before, after }, axis) => {
    const total = Math.max(0, (Math.ceil(side / node.strides[axis]) - 1) * node.strides[axis] + spans[axis] - side)
    return before === Math.floor(total / 2) && before + after === total
  })
  if (isSame) return 'same'
  if (node.op === 'pool') throw new Error(`${node.name}: a pool of padded images cannot be written as a Keras layer`)
  return null
}

function zeroPadding({ top, bottom, left, right }: Padding): Layer['config'] {
  return {
    padding: [
      [top, bottom],
      [left, right],
    ],
    data_format: 'channels_last',
  }
}

/** Class and settings of the layer for a node. */
function layerOf(node: GraphNode, padding: 'valid' | 'same'): readonly [string, Layer['config']] {
  switch (node.op) {
    case 'rescale':
      return ['Rescaling', { scale: node.factor, offset: 0 }]
    case 'affine':
      return ['BatchNormalization', { axis: -1, epsilon: 0, center: true, scale: true }]
    case 'batch-norm':
      return ['BatchNormalization', { axis: -1, epsilon: node.epsilon, center: true, scale: true }]
    case 'convolution':
      return ['Conv2D', { ...slides(node, padding), filters: node.kernel.shape[3] }]
    case 'depthwise':
      return ['DepthwiseConv2D', { ...slides(node, padding), depth_multiplier: node.kernel.shape[3] }]
    case 'dense':
      return ['Dense', { units: node.kernel.shape[1], activation: 'linear', use_bias: node.bias !== null }]
    case 'activation':
      return activation(node)
    case 'pool':
      return [
        node.kind === 'max' ? 'MaxPooling2D' : 'AveragePooling2D',
        { pool_size: node.size, strides: node.strides, padding, data_format: 'channels_last' },
      ]
    case 'pad':
      return ['ZeroPadding2D', zeroPadding(node.padding)]
    case 'global-average-pool':
      return ['GlobalAveragePooling2D', { data_format: 'channels_last' }]
    case 'flatten':
      return ['Flatten', {}]
    case 'add':
      return ['Add', {}]
    case 'multiply':
      return ['Multiply', {}]
    case 'concat':
      return ['Concatenate', { axis: -1 }]
  }
}

function slides(
  { kernel, strides, dilations, bias }: Extract<GraphNode, { op: 'convolution' | 'depthwise' }>,
  padding: 'valid' | 'same',
): Layer['config'] {
  return {
    kernel_size: kernel.shape.slice(0, 2),
    strides,
    dilation_rate: dilations,
    padding,
    data_format: 'channels_last',
    activation: 'linear',
    use_bias: bias !== null,
  }
}

function activation({ kind, slope = 0.2 }: Extract<GraphNode, { op: 'activation' }>): readonly [string, Layer['config']] {
  if (kind === 'relu') return ['ReLU', { max_value: null }]
  return kind === 'leaky-relu' ? ['LeakyReLU', { alpha: slope }] : ['Activation', { activation: kind }]
}
