/** What an optimizer is to a session: an update rule with its own variables. */
import type { Scalar, Tensor } from '../../backend/tensorflow'
import type { NetworkVariable } from '../network'

export interface Optimizer {
  /** Moments and counters by name, such as `adam/step` or `sgd/head/dense1/kernel/momentum`, in creation order. */
  readonly slots: readonly NetworkVariable[]
  /** Changes the variables in place. `gradients` in the order of the variables given at creation; `learningRate` a scalar tensor, so that a recorded step can be replayed with another. */
  apply(gradients: readonly Tensor[], learningRate: Scalar): void
}
