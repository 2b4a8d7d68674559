/** Takes gradients of an objective and lets its metrics out of the gradient's scope. */
import { type Scalar, type Tensor, tf } from '../backend/tensorflow'
import type { NetworkVariable } from './network'

export interface Objective {
  readonly loss: Scalar
  /** Scalars to record, by name; they may share tensors with the loss. */
  readonly metrics: Readonly<Record<string, Scalar>>
}

export interface Gradients {
  /** dloss/dvariable, in the order of the variables; zeros where the loss does not depend on one. */
  readonly gradients: readonly Tensor[]
  readonly metrics: Readonly<Record<string, Scalar>>
}

/** Evaluates `objective` and differentiates its loss. Everything returned belongs to the caller's tidy scope. */
export function takeGradients(objective: () => Objective, variables: readonly NetworkVariable[]): Gradients {
  const kept = new Map<string, Scalar>()
  try {
    const { grads } = tf.variableGrads(
      () => {
        const { loss, metrics } = objective()
        for (const [name, value] of Object.entries(metrics)) kept.set(name, tf.keep(tf.clone(value)))
        return loss
      },
      variables.map(({ variable }) => variable),
    )
    const metrics = Object.fromEntries([...kept].map(([name, value]) => [name, tf.clone(value)]))
    return { metrics, gradients: variables.map(({ variable }) => grads[variable.name] ?? tf.zerosLike(variable)) }
  } finally {
    for (const value of kept.values()) value.dispose()
  }
}
