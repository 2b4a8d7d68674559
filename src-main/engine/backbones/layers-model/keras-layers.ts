/** Keras layers by class, each as a module of this engine's kind over the model's own weights. */
import { type Rank, type Tensor, type Tensor4D, tf } from '../../backend/tensorflow'
import { batchNorm } from '../../nn/layers/batch-norm'
import { dropout } from '../../nn/layers/dropout'
import type { Module, NetworkVariable } from '../../nn/network'
import type { RandomStream } from '../../nn/random'
import { createVariable } from '../../nn/variables'
import type { WeightValues } from '../backbone'
import { findActivation } from './keras-activations'
import type { LayerConfig } from './layer-config'
import { UnreadableTopology } from './model-topology'

/** Tensors in the order in which the layer lists what feeds it. */
export type LayerModule = Module<readonly Tensor[], Tensor>

export interface LayerContext {
  readonly config: LayerConfig
  /** The layer's weight of this name; null where the file has none. */
  weight(name: string): WeightValues | null
  readonly random: RandomStream
}

type Build = (context: LayerContext) => LayerModule

/** One tensor in, no weights. */
const plain =
  (build: (config: LayerConfig) => (x: Tensor) => Tensor): Build =>
  ({ config }) => {
    const run = build(config)
    return { variables: [], forward: ([x]) => run(x) }
  }

/** Several tensors into one. */
const merging =
  (merge: (inputs: readonly Tensor[], config: LayerConfig) => Tensor): Build =>
  ({ config }) => ({ variables: [], forward: (inputs) => merge(inputs, config) })

type Padding = 'same' | 'valid'
const paddings = ['same', 'valid'] as const
const paddingOf = (config: LayerConfig): Padding => config.oneOf('padding', paddings, 'valid')

export const kerasLayers: Readonly<Record<string, Build>> = {
  Conv2D: (context) =>
    convolution(context, ['kernel'], (x, [kernel], { strides, padding, dilations }) =>
      tf.conv2d(x, kernel, strides, padding, 'NHWC', dilations),
    ),
  DepthwiseConv2D: (context) =>
    convolution(context, ['depthwise_kernel'], (x, [kernel], { strides, padding, dilations }) =>
      tf.depthwiseConv2d(x, kernel, strides, padding, 'NHWC', dilations),
    ),
  SeparableConv2D: (context) =>
    convolution(context, ['depthwise_kernel', 'pointwise_kernel'], (x, [depthwise, pointwise], { strides, padding, dilations }) =>
      tf.conv2d(tf.depthwiseConv2d(x, depthwise, strides, padding, 'NHWC', dilations), pointwise, 1, 'valid'),
    ),
  Dense: (context) => withBias(context, ['kernel'], (x, [kernel]) => tf.matMul(x as Tensor<Rank.R2>, kernel as Tensor<Rank.R2>)),
  BatchNormalization: normalisation,
  Activation: plain((config) => findActivation(config.text('activation', 'linear'), config.layer.name)),
  ReLU: plain(rectifier),
  LeakyReLU: plain((config) => (x) => tf.leakyRelu(x, config.number('negative_slope', config.number('alpha', 0.3)))),
  Softmax: plain(() => (x) => tf.softmax(x)),
  Dropout: ({ config, random }) => {
    const layer = dropout<Tensor>({ rate: config.number('rate', 0), drops: 'entries', random })
    return { variables: layer.variables, forward: ([x], pass) => layer.forward(x, pass) }
  },
  ZeroPadding2D: plain(zeroPadding),
  MaxPooling2D: plain((config) => pool(config, tf.maxPool)),
  AveragePooling2D: plain((config) => pool(config, tf.avgPool)),
  GlobalAveragePooling2D: plain((config) => (x) => tf.mean(x, [1, 2], config.flag('keepdims', false))),
  GlobalMaxPooling2D: plain((config) => (x) => tf.max(x, [1, 2], config.flag('keepdims', false))),
  Flatten: plain(() => (x) => tf.reshape(x, [x.shape[0], x.size / x.shape[0]])),
  Reshape: plain((config) => (x) => tf.reshape(x, [x.shape[0], ...(config.layer.config.target_shape as number[])])),
  Rescaling: plain((config) => (x) => tf.add(tf.mul(x, config.number('scale', 1)), config.number('offset', 0))),
  Add: merging((inputs) => inputs.reduce((sum, x) => tf.add(sum, x))),
  Multiply: merging((inputs) => inputs.reduce((product, x) => tf.mul(product, x))),
  Concatenate: merging((inputs, config) => tf.concat([...inputs], config.number('axis', -1))),
}

interface ConvolutionSettings {
  readonly strides: [number, number]
  readonly padding: Padding
  readonly dilations: [number, number]
}

function convolution(
  context: LayerContext,
  kernels: readonly string[],
  run: (x: Tensor4D, kernels: readonly Tensor4D[], settings: ConvolutionSettings) => Tensor,
): LayerModule {
  const { config } = context
  if (config.oneOf('data_format', ['channels_last'], 'channels_last') && config.number('groups', 1) !== 1) {
    throw new UnreadableTopology(`its layer ${config.layer.name} has groups of channels`)
  }
  const settings = { strides: config.pair('strides', 1), padding: paddingOf(config), dilations: config.pair('dilation_rate', 1) }
  return withBias(context, kernels, (x, values) => run(x as Tensor4D, values as Tensor4D[], settings))
}

/** Kernels, a bias where the layer uses one, and the activation the layer carries. */
function withBias(context: LayerContext, kernels: readonly string[], run: (x: Tensor, kernels: readonly Tensor[]) => Tensor): LayerModule {
  const { config } = context
  const own = kernels.map((name) => weightVariable(context, name, `${name.replace('_', '-')}`))
  const bias = config.flag('use_bias', true) ? weightVariable(context, 'bias', 'bias') : null
  const activate = findActivation(config.text('activation', 'linear'), config.layer.name)
  return {
    variables: [...own, ...(bias === null ? [] : [bias])],
    forward([x]) {
      const y = run(
        x,
        own.map(({ variable }) => variable),
      )
      return activate(bias === null ? y : tf.add(y, bias.variable))
    },
  }
}

function weightVariable(context: LayerContext, weight: string, name: string): NetworkVariable {
  const values = context.weight(weight)
  if (values === null) throw new UnreadableTopology(`the weights have no ${weight} for its layer ${context.config.layer.name}`)
  return createVariable(name, tf.tensor(values.data, [...values.shape], 'float32'))
}

/**
 * The engine's own, with the model's ε and statistics; both domains begin with them. Statistics move by a tenth a batch, as in the networks
 * here, and not by the hundredth or thousandth that suits a long training.
 */
function normalisation({ config, weight }: LayerContext): LayerModule {
  const mean = weight('moving_mean')
  const variance = weight('moving_variance')
  if (mean === null || variance === null) throw new UnreadableTopology(`the weights have no statistics for its layer ${config.layer.name}`)
  const layer = batchNorm<Tensor4D>(mean.data.length, { epsilon: config.number('epsilon', 1e-3) })
  const values: Readonly<Record<string, WeightValues | null>> = {
    scale: weight('gamma'),
    offset: weight('beta'),
    ...{ 'running-mean': mean, 'running-variance': variance, 'target-running-mean': mean, 'target-running-variance': variance },
  }
  for (const { name, variable } of layer.variables) {
    const own = values[name]
    if (own) tf.tidy(() => variable.assign(tf.tensor(own.data, variable.shape, 'float32')))
  }
  return { variables: layer.variables, forward: ([x], pass) => layer.forward(x as Tensor4D, pass) }
}

function rectifier(config: LayerConfig): (x: Tensor) => Tensor {
  const most = config.number('max_value', Number.POSITIVE_INFINITY)
  const slope = config.number('negative_slope', 0)
  if (config.number('threshold', 0) !== 0) throw new UnreadableTopology(`its layer ${config.layer.name} has a threshold`)
  if (slope === 0 && most === 6) return (x) => tf.relu6(x)
  const rectify = (x: Tensor): Tensor => (slope === 0 ? tf.relu(x) : tf.leakyRelu(x, slope))
  return Number.isFinite(most) ? (x) => tf.minimum(rectify(x), most) : rectify
}

function zeroPadding(config: LayerConfig): (x: Tensor) => Tensor {
  const given = config.layer.config.padding
  const [rows, columns] = typeof given === 'number' ? [given, given] : ((given ?? [1, 1]) as [number | number[], number | number[]])
  const sides = (side: number | number[]): [number, number] => (typeof side === 'number' ? [side, side] : [side[0], side[1]])
  return (x) => tf.pad(x, [[0, 0], sides(rows), sides(columns), [0, 0]])
}

function pool(
  config: LayerConfig,
  run: (x: Tensor4D, size: [number, number], strides: [number, number], padding: Padding) => Tensor4D,
): (x: Tensor) => Tensor {
  const size = config.pair('pool_size', 2)
  const strides = config.layer.config.strides == null ? size : config.pair('strides', 2)
  const padding = paddingOf(config)
  return (x) => run(x as Tensor4D, size, strides, padding)
}
