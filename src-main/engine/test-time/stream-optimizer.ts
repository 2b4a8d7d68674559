/** The optimizer of methods that learn from a stream, and its parameters. */
import { z } from 'zod'
import { type Tensor, tf } from '../backend/tensorflow'
import type { NetworkVariable } from '../nn/network'
import { adam } from '../nn/optimizers/adam'
import { sgd } from '../nn/optimizers/sgd'

interface Defaults {
  readonly optimizer: 'adam' | 'sgd'
  readonly learningRate: number
}

/** Parameters with the defaults of a method's paper; a method extends them with its own. */
export function streamOptimizerParams({ optimizer, learningRate }: Defaults) {
  return z.strictObject({
    optimizer: z.enum(['adam', 'sgd']).default(optimizer).meta({
      title: 'Optimizer',
      description: 'Adam adapts the rate of each parameter; SGD keeps a momentum of 0.9.',
    }),
    learningRate: z.number().min(1e-6).max(1).default(learningRate).meta({
      title: 'Learning rate',
      scale: 'log',
      description: 'Size of the update after each batch.',
    }),
  })
}

export interface StreamOptimizer {
  readonly slots: readonly NetworkVariable[]
  /** One update; gradients in the order of the variables. */
  apply(gradients: readonly Tensor[]): void
}

/** Adam (β 0.9, 0.999) or SGD with momentum 0.9, at a constant rate and without weight decay. */
export function createStreamOptimizer(variables: readonly NetworkVariable[], { optimizer, learningRate }: Defaults): StreamOptimizer {
  const rule =
    optimizer === 'adam' ? adam(variables, { weightDecay: 0 }) : sgd(variables, { momentum: 0.9, nesterov: false, weightDecay: 0 })
  return {
    slots: rule.slots,
    apply: (gradients) => {
      tf.tidy(() => rule.apply(gradients, tf.scalar(learningRate)))
    },
  }
}
