/** A convolution with batch normalisation and, where wanted, ReLU6: what mobile networks are made of. */
import type { Tensor4D } from '../../backend/tensorflow'
import { type Chain, chain } from '../chain'
import type { Initialiser } from '../initialisers'
import type { Module } from '../network'
import type { RandomStream } from '../random'
import { type BatchNormOptions, batchNorm } from './batch-norm'
import { conv2d } from './conv2d'
import { depthwiseConv2d } from './depthwise-conv2d'
import { relu6 } from './stateless'

export interface ConvNormOptions {
  readonly inputs: number
  readonly outputs: number
  readonly kernel: number
  readonly stride?: number
  /** `linear` leaves ReLU6 out. */
  readonly activation: 'relu6' | 'linear'
  readonly norm: BatchNormOptions
  readonly initialiser: Initialiser
  readonly random: RandomStream
}

/** x [B,H,W,inputs] → [B,⌈H/stride⌉,⌈W/stride⌉,outputs]. Variables: conv/…, bn/…. */
export function convNorm({ activation, norm, ...convolution }: ConvNormOptions): Chain<Tensor4D, Tensor4D> {
  return normalised(conv2d({ ...convolution, padding: 'same', bias: false }), convolution.outputs, { activation, norm })
}

/** The same with every channel by itself: x [B,H,W,channels] → [B,⌈H/stride⌉,⌈W/stride⌉,channels]. */
export function depthwiseNorm(
  options: Omit<ConvNormOptions, 'inputs' | 'outputs'> & { readonly channels: number },
): Chain<Tensor4D, Tensor4D> {
  const { activation, norm, ...convolution } = options
  return normalised(depthwiseConv2d(convolution), options.channels, { activation, norm })
}

function normalised(
  convolution: Module<Tensor4D, Tensor4D>,
  channels: number,
  { activation, norm }: Pick<ConvNormOptions, 'activation' | 'norm'>,
): Chain<Tensor4D, Tensor4D> {
  const linear = chain('conv', convolution).add('bn', batchNorm<Tensor4D>(channels, norm))
  return activation === 'relu6' ? linear.add('relu6', relu6()) : linear
}
