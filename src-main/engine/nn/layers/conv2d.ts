/** Two-dimensional convolution. */
import { biasAdd } from '../../backend/ops/bias-add'
import { type Tensor1D, type Tensor4D, tf } from '../../backend/tensorflow'
import { type Initialiser, uniformFanIn } from '../initialisers'
import type { Module } from '../network'
import type { RandomStream } from '../random'
import { createVariable } from '../variables'

export interface Conv2dOptions {
  readonly inputs: number
  readonly outputs: number
  /** Side of the kernel, in pixels. */
  readonly kernel: number
  readonly stride?: number
  /** Default `valid`. With stride 2, `same` pads after the image where PyTorch's padding of one pads before it. */
  readonly padding?: 'valid' | 'same'
  /** Default true. Leave it out before batch normalisation, which takes any constant away. */
  readonly bias?: boolean
  readonly initialiser?: Initialiser
  readonly random: RandomStream
}

/** x [B,H,W,inputs] → [B,H',W',outputs]. Variables: kernel [k,k,inputs,outputs], bias [outputs]. */
export function conv2d(options: Conv2dOptions): Module<Tensor4D, Tensor4D> {
  const { inputs, outputs, kernel: side, stride = 1, padding = 'valid', initialiser = uniformFanIn, random } = options
  const fanIn = side * side * inputs
  const kernel = createVariable(
    'kernel',
    initialiser({ shape: [side, side, inputs, outputs], fanIn, random: random.fork('kernel') }) as Tensor4D,
  )
  const bias =
    options.bias === false
      ? null
      : createVariable('bias', uniformFanIn({ shape: [outputs], fanIn, random: random.fork('bias') }) as Tensor1D)
  return {
    variables: bias === null ? [kernel] : [kernel, bias],
    forward(x) {
      const y = tf.conv2d(x, kernel.variable, stride, padding)
      return bias === null ? y : biasAdd(y, bias.variable)
    },
  }
}
