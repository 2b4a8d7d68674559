/** Puts a kernel of ours in the place of tfjs-node's. */
import type { NamedAttrMap, NamedTensorInfoMap, Tensor } from '@tensorflow/tfjs-node-gpu'
import { tf } from './load-tensorflow'

/** What a kernel is called with; tfjs passes tensors, and attributes by the names its documentation gives them. */
export interface KernelCall {
  readonly inputs: Readonly<Record<string, Tensor>>
  readonly attributes: Readonly<Record<string, unknown>>
}

/** From now on tfjs runs `kernel` for `name`, outside of any gradient: tfjs's gradient of the kernel stays as it is. */
export function replaceKernel(name: string, kernel: (call: KernelCall) => Tensor): void {
  const backendName = 'tensorflow'
  tf.unregisterKernel(name, backendName)
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: ({ inputs, attrs }: { inputs: NamedTensorInfoMap; attrs?: NamedAttrMap }) =>
      kernel({ inputs: inputs as unknown as KernelCall['inputs'], attributes: attrs ?? {} }),
  })
}
