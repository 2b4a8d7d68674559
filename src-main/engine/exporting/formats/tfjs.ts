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
  type ModelGraph,
  type Padding,
  probabilitiesOutput,
  type Sides,
  type Weight,
  type WeightRole,
  weightsOf,
} from '../../network-graph/model-graph'
import { paddingWord } from '../../network-graph/window'
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
  const weights = graph.nodes.flatMap((node) =>
    kerasWeights(node).map(({ name, ...weight }) => ({ name: `${node.name}/${name}`, ...weight })),
  )
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

interface KerasWeight {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
}

const kerasNames: Readonly<Record<Exclude<WeightRole, 'by'>, string>> = {
  kernel: 'kernel',
  bias: 'bias',
  scale: 'gamma',
  offset: 'beta',
  mean: 'moving_mean',
  variance: 'moving_variance',
}

/** Batch normalisation with mean m, variance 1 and no ε is (x − m)·γ + β: Keras has no layer of its own for a part of that. */
function kerasWeights(node: GraphNode): KerasWeight[] {
  const filled = (name: string, { shape }: Weight, value: number): KerasWeight => ({
    name,
    shape,
    data: new Float32Array(shape[0]).fill(value),
  })
  if (node.op === 'subtract') return [{ ...node.by, name: kerasNames.mean }, filled(kerasNames.variance, node.by, 1)]
  const own =
    node.op === 'divide'
      ? [{ ...node.by, name: kerasNames.scale, data: node.by.data.map((value) => 1 / value) }]
      : weightsOf(node).map(({ role, weight }) => ({ ...weight, name: kerasName(node, role as keyof typeof kerasNames) }))
  if (node.op !== 'divide' && node.op !== 'affine') return own
  const [first] = own
  return [...own, filled(kerasNames.mean, first, 0), filled(kerasNames.variance, first, 1)]
}

/** A depthwise layer calls its kernel by another name. */
function kerasName({ op }: GraphNode, role: keyof typeof kerasNames): string {
  return op === 'depthwise' && role === 'kernel' ? 'depthwise_kernel' : kerasNames[role]
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

/** Keras's word for a padding; null for others. */
function kerasPadding(node: GraphNode, [height, width]: readonly number[]): 'valid' | 'same' | null {
  if (!('padding' in node) || !('strides' in node)) return 'valid'
  const spans: Sides =
    'kernel' in node ? [(node.kernel.shape[0] - 1) * node.dilations[0] + 1, (node.kernel.shape[1] - 1) * node.dilations[1] + 1] : node.size
  const word = paddingWord({ sides: [height, width], spans, strides: node.strides }, node.padding)
  if (word === null && node.op === 'pool') throw new Error(`${node.name}: a pool of padded images cannot be written as a Keras layer`)
  return word
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
      return ['Rescaling', { scale: 1 / node.divisor, offset: 0 }]
    case 'subtract':
      return ['BatchNormalization', { axis: -1, epsilon: 0, center: false, scale: false }]
    case 'divide':
      return ['BatchNormalization', { axis: -1, epsilon: 0, center: false, scale: true }]
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
    case 'unit-length':
      throw new Error(`${node.name}: no Keras layer brings rows to unit length`)
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
