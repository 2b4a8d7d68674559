/** Creates and renames the variables of modules. */
import { type Rank, type Tensor, tf } from '../backend/tensorflow'
import type { NetworkVariable, VariableRole } from './network'

/** A named variable holding `value`, which is disposed. */
export function createVariable<R extends Rank>(name: string, value: Tensor<R>, role: VariableRole = 'trained'): NetworkVariable<R> {
  const variable = tf.variable(value, role === 'trained')
  value.dispose()
  return { name, role, variable }
}

/** The same variables under `prefix/name`. */
export function prefixNames(prefix: string, variables: readonly NetworkVariable[]): NetworkVariable[] {
  return variables.map((one) => ({ ...one, name: `${prefix}/${one.name}` }))
}
