/** Gives a kernel its gradient: `tf.customGrad` with types, and with what the gradient needs stated as data. */
import { type Tensor, tf } from './tensorflow'

export interface ForwardResult {
  readonly value: Tensor
  /** Kept until the gradient has been taken; everything else the forward function makes is disposed when it returns. */
  readonly saved: readonly Tensor[]
  /** Gradients in the order of the inputs, given the gradient of `value` and the tensors saved. */
  gradient(dy: Tensor, saved: readonly Tensor[]): Tensor[]
}

/** A function of tensors whose gradient is the one `forward` states. Tensors that `forward` closes over count as constants. */
export function differentiable(forward: (...inputs: Tensor[]) => ForwardResult): (...inputs: Tensor[]) => Tensor {
  return tf.customGrad((...given) => {
    const inputs = given.slice(0, -1) as Tensor[]
    const save = given.at(-1) as unknown as (tensors: Tensor[]) => void
    const { value, saved, gradient } = forward(...inputs)
    save([...saved])
    return { value, gradFunc: (dy: Tensor, kept: Tensor[]) => gradient(dy, kept) }
  })
}
