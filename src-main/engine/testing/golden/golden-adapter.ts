/** An adapter: how the engine's own code computes the outputs of one golden name. */
import { type Scalar, type Tensor, tf } from '../../backend/tensorflow'
import type { GoldenInputs } from './golden-inputs'

export type GoldenOutput = number | ArrayLike<number> | Tensor

export interface GoldenOutputs {
  /** By the reference's key. */
  readonly values: Readonly<Record<string, GoldenOutput>>
  /** By output and input: `gradients.loss.logits`. */
  readonly gradients?: Readonly<Record<string, Readonly<Record<string, GoldenOutput>>>>
}

export interface GoldenAdapter {
  readonly name: string
  /**
   * Outputs of the reference that the engine does not compute, each with the reason: another variant than the documented one,
   * or a figure of the reference's own solver. A key that is neither computed nor left fails.
   */
  readonly leaves?: Readonly<Record<string, string>>
  /** Looser tolerances than 1e-4 relative, where the reference asks for them: `relative` as in the default, or `absolute`. */
  readonly tolerances?: Readonly<Record<string, { readonly relative: number } | { readonly absolute: number }>>
  /** Runs inside a tidy scope. */
  run(inputs: GoldenInputs): GoldenOutputs
}

/** Checks an adapter's type where it is written. */
export function defineGoldenAdapter(adapter: GoldenAdapter): GoldenAdapter {
  return adapter
}

/**
 * Evaluates scalar functions of named tensors, and their gradients with respect to each of them; zeros where a function does
 * not depend on one.
 */
export function withGradients<Given extends Readonly<Record<string, Tensor>>>(
  tensors: Given,
  functions: Readonly<Record<string, (given: Given) => Tensor>>,
): { values: Record<string, GoldenOutput>; gradients: Record<string, Record<string, GoldenOutput>> } {
  const names = Object.keys(tensors)
  const given = names.map((name) => tensors[name])
  const values: Record<string, GoldenOutput> = {}
  const gradients: Record<string, Record<string, GoldenOutput>> = {}
  for (const [output, evaluate] of Object.entries(functions)) {
    const { value, grads } = tf.engine().gradients(() => evaluate(tensors) as Scalar, given, undefined, true)
    values[output] = value
    gradients[output] = Object.fromEntries(names.map((name, index) => [name, grads[index] ?? tf.zerosLike(given[index])]))
  }
  return { values, gradients }
}
