/** Convolution of every channel by itself. */
import { type Rank, type Tensor4D, tf } from '../../backend/tensorflow'
import { type Initialiser, uniformFanIn } from '../initialisers'
import type { Module } from '../network'
import type { RandomStream } from '../random'
import { createVariable } from '../variables'

export interface DepthwiseConv2dOptions {
  readonly channels: number
  /** Side of the kernels, in pixels. */
  readonly kernel: number
  readonly stride?: number
  readonly initialiser?: Initialiser
  readonly random: RandomStream
}

/** x [B,H,W,channels] → [B,⌈H/stride⌉,⌈W/stride⌉,channels], padded as TensorFlow's `same`, without bias. Variables: kernel [k,k,channels,1]. */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): Module<Tensor4D, Tensor4D> {
  const { channels, kernel: side, stride = 1, initialiser = uniformFanIn, random } = options
  const values = initialiser({ shape: [side, side, channels, 1], fanIn: side * side, random: random.fork('kernel') })
  const kernel = createVariable<Rank.R4>('kernel', values as Tensor4D)
  return { variables: [kernel], forward: (x) => tf.depthwiseConv2d(x, kernel.variable, stride, 'same') }
}
