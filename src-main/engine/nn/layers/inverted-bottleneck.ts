/** The inverted bottleneck of MobileNetV2 (Sandler et al., CVPR 2018), as EfficientNet-Lite uses it: without squeeze and excitation. */
import { type Tensor4D, tf } from '../../backend/tensorflow'
import { chain } from '../chain'
import type { Module } from '../network'
import { type ConvNormOptions, convNorm, depthwiseNorm } from './conv-norm'

export interface InvertedBottleneckOptions extends Omit<ConvNormOptions, 'activation'> {
  /** Hidden channels for each input channel; with 1 there is no widening convolution. */
  readonly expansion: number
}

/**
 * y = P(D(E(x))), and y + x where the shape stays: E conv1×1, BN, ReLU6 (widens), D depthwise k×k (stride), BN, ReLU6, P conv1×1, BN.
 * x [B,H,W,inputs] → [B,⌈H/stride⌉,⌈W/stride⌉,outputs]. Variables: expand/…, depthwise/…, project/….
 */
export function invertedBottleneck(options: InvertedBottleneckOptions): Module<Tensor4D, Tensor4D> {
  const { inputs, outputs, kernel, stride = 1, expansion, random, ...shared } = options
  const channels = inputs * expansion
  const spread = depthwiseNorm({ ...shared, channels, kernel, stride, activation: 'relu6', random: random.fork('depthwise') })
  const widened =
    expansion === 1
      ? chain('depthwise', spread)
      : chain(
          'expand',
          convNorm({ ...shared, inputs, outputs: channels, kernel: 1, activation: 'relu6', random: random.fork('expand') }),
        ).add('depthwise', spread)
  const body = widened.add(
    'project',
    convNorm({ ...shared, inputs: channels, outputs, kernel: 1, activation: 'linear', random: random.fork('project') }),
  )
  const skips = stride === 1 && inputs === outputs
  return { variables: body.variables, forward: (x, pass) => (skips ? tf.add(body.forward(x, pass), x) : body.forward(x, pass)) }
}
