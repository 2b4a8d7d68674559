/** Cross-entropy of logits and class ids in one kernel that yields value and gradient together. */
import { differentiable } from '../differentiable'
import { attribute, runKernelMany } from '../native'
import { type Tensor1D, type Tensor2D, tf } from '../tensorflow'

const attributes = [attribute.floatType('T'), attribute.int32Type('Tlabels')]

/**
 * −log softmax(logits)[i, y_i] of each row. logits [B,K] float32; y [B] int32 in [0,K) → [B].
 * Gradient: softmax(logits) − onehot(y) in the logits, none in y.
 * @throws where an id lies outside [0,K).
 */
export function softmaxCrossEntropy(logits: Tensor2D, y: Tensor1D): Tensor1D {
  const perRow = differentiable((rows) => {
    const [loss, slope] = runKernelMany('SparseSoftmaxCrossEntropyWithLogits', attributes, [rows, y], 2)
    return { value: loss, saved: [slope], gradient: (dy, [kept]) => [tf.mul(tf.expandDims(dy, 1), kept)] }
  })
  return perRow(logits) as Tensor1D
}
