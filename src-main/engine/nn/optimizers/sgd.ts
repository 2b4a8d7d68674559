/** Stochastic gradient descent with momentum, in PyTorch's form. */
import { assign } from '../../backend/assign'
import { type Scalar, tf } from '../../backend/tensorflow'
import type { NetworkVariable } from '../network'
import { createVariable } from '../variables'
import type { Optimizer } from './optimizer'
import { scaledRate } from './scaled-rate'
import { addWeightDecay } from './weight-decay'

export interface SgdOptions {
  /** 0 to below 1; 0 keeps no slots. */
  readonly momentum: number
  /** Looks ahead along the momentum (Sutskever et al. 2013); needs momentum. */
  readonly nesterov: boolean
  readonly weightDecay: number
  /** What the learning rate is multiplied with for each variable, in their order; 1 where absent. */
  readonly rateFactors?: readonly number[]
}

/**
 * g ← g + decay·w;  v ← momentum·v + g;  w ← w − rate·v, or with Nesterov w ← w − rate·(g + momentum·v).
 * v starts at zero, which makes the first step rate·g as in PyTorch.
 */
export function sgd(variables: readonly NetworkVariable[], { momentum, nesterov, weightDecay, rateFactors }: SgdOptions): Optimizer {
  const slots =
    momentum === 0 ? [] : variables.map(({ name, variable }) => createVariable(`sgd/${name}/momentum`, tf.zerosLike(variable), 'slot'))
  return {
    slots,
    apply(gradients, learningRate: Scalar) {
      variables.forEach(({ variable }, index) => {
        assign(variable, () => {
          const rate = scaledRate(learningRate, rateFactors?.[index])
          const gradient = addWeightDecay(gradients[index], variable, weightDecay)
          const slot = slots[index]?.variable
          if (slot === undefined) return tf.sub(variable, tf.mul(gradient, rate))
          assign(slot, () => tf.add(tf.mul(slot, momentum), gradient))
          const direction = nesterov ? tf.add(gradient, tf.mul(slot, momentum)) : slot
          return tf.sub(variable, tf.mul(direction, rate))
        })
      })
    },
  }
}
