/** Gradients of activations as one kernel each; stock tfjs composes ReLU's of seven, ten times slower. */
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { tf } from '../load-tensorflow'
import { attribute, runKernel } from '../native'

const attributes = [attribute.floatType('T')]

/** tfjs's kernel, and TensorFlow's kernel of its gradient in terms of the output y and dy, in the order TensorFlow wants them. */
const gradients = [
  { kernel: 'Relu', gradient: 'ReluGrad', order: (y: Tensor, dy: Tensor) => [dy, y] },
  { kernel: 'Relu6', gradient: 'Relu6Grad', order: (y: Tensor, dy: Tensor) => [dy, y] },
  { kernel: 'Sigmoid', gradient: 'SigmoidGrad', order: (y: Tensor, dy: Tensor) => [y, dy] },
  { kernel: 'Tanh', gradient: 'TanhGrad', order: (y: Tensor, dy: Tensor) => [y, dy] },
] as const

/** tf.relu, tf.relu6, tf.sigmoid and tf.tanh of float32 tensors of any shape; the gradient of ReLU at zero is zero, of ReLU6 at six too. */
export function registerActivationGradients(): void {
  for (const { kernel, gradient, order } of gradients) {
    tf.registerGradient({
      kernelName: kernel,
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({ x: () => runKernel(gradient, attributes, order(y, dy as Tensor)) }),
    })
  }
}
