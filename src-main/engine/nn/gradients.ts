/** Takes gradients of a loss and lets what was computed on the way out of the gradient's scope. */
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
  const { gradients, outputs } = differentiate(() => {
    const { loss, metrics } = objective()
    return { loss, outputs: metrics }
  }, variables)
  return { gradients, metrics: outputs }
}

/** As `takeGradients`, with tensors of any shape beside the loss: `outputs`, by name. */
export function differentiate<T extends Readonly<Record<string, Tensor>>>(
  evaluate: () => { readonly loss: Scalar; readonly outputs: T },
  variables: readonly NetworkVariable[],
): { readonly gradients: readonly Tensor[]; readonly outputs: T } {
  const kept = new Map<string, Tensor>()
  try {
    const { grads } = tf.variableGrads(
      () => {
        const { loss, outputs } = evaluate()
        for (const [name, value] of Object.entries(outputs)) kept.set(name, tf.keep(tf.clone(value)))
        return loss
      },
      variables.map(({ variable }) => variable),
    )
    const outputs = Object.fromEntries([...kept].map(([name, value]) => [name, tf.clone(value)])) as unknown as T
    return { outputs, gradients: variables.map(({ variable }) => grads[variable.name] ?? tf.zerosLike(variable)) }
  } finally {
    for (const value of kept.values()) value.dispose()
  }
}
