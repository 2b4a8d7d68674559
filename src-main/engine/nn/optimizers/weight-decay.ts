/** L2 regularisation as part of the gradient, as PyTorch's `weight_decay` does in SGD and Adam. */
import { type Tensor, tf, type Variable } from '../../backend/tensorflow'

/** g + decay·w; g itself when there is no decay. */
export function addWeightDecay(gradient: Tensor, variable: Variable, decay: number): Tensor {
  return decay === 0 ? gradient : tf.add(gradient, tf.mul(variable, decay))
}
