/** Calls TensorFlow kernels by name, with typed attributes: the layer under every op of this folder. */

import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend'
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding'
import { tf } from './load-tensorflow'

export type Attribute = TFEOpAttr

/** Looked up at every call, so that a recorder may wrap the backend's execute functions. */
export function nativeBackend(): NodeJSKernelBackend {
  return tf.backend() as NodeJSKernelBackend
}

const { binding } = nativeBackend()

/** Attribute constructors, named after the attribute's kind. */
export const attribute = {
  floatType: (name: string): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }),
  int32Type: (name: string): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 }),
  /** By TensorFlow's number of the type. */
  type: (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value }),
  /** The type of `tensor`, whichever it is. */
  typeOf: (name: string, tensor: Tensor): Attribute => attribute.type(name, nativeBackend().getDTypeInteger(tensor.dtype)),
  whole: (name: string, value: number | readonly number[]): Attribute => ({
    name,
    type: binding.TF_ATTR_INT,
    value: typeof value === 'number' ? value : [...value],
  }),
  number: (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_FLOAT, value }),
  flag: (name: string, value: boolean): Attribute => ({ name, type: binding.TF_ATTR_BOOL, value }),
  text: (name: string, value: string): Attribute => ({ name, type: binding.TF_ATTR_STRING, value }),
} as const

/** Runs a kernel with one output. No gradient is recorded: wrap it in `tf.customGrad` where one is needed. */
export function runKernel(name: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor {
  return nativeBackend().executeSingleOutput(name, [...attributes], [...inputs])
}

/** Runs a kernel with `outputs` outputs. No gradient is recorded. */
export function runKernelMany(name: string, attributes: readonly Attribute[], inputs: readonly Tensor[], outputs: number): Tensor[] {
  return nativeBackend().executeMultipleOutputs(name, [...attributes], [...inputs], outputs)
}

/** A result of the binding as a tfjs tensor, as the backend makes one for the outputs of an op. */
export function tensorFromNative(output: ReturnType<TFJSBinding['executeOp']>[number]): Tensor {
  return (nativeBackend() as unknown as { createOutputTensor(metadata: typeof output): Tensor }).createOutputTensor(output)
}
