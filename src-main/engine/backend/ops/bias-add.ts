/** Adds a bias to each channel by the kernel that TensorFlow fuses with convolutions and products, and sums its gradient in one. */
import { differentiable } from '../differentiable'
import { attribute, runKernel } from '../native'
import type { Tensor, Tensor1D } from '../tensorflow'

const attributes = [attribute.floatType('T'), attribute.text('data_format', 'NHWC')]

const add = differentiable((x, bias) => ({
  value: runKernel('BiasAdd', attributes, [x, bias]),
  saved: [],
  gradient: (dy) => [dy, runKernel('BiasAddGrad', attributes, [dy])],
}))

/** y = x + bias. x [...,C] float32 of rank 2 or more, bias [C] → shape of x. Gradients: dy, and dy summed over all but the last axis. */
export function biasAdd<T extends Tensor>(x: T, bias: Tensor1D): T {
  return add(x, bias) as T
}
