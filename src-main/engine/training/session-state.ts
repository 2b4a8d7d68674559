/** Takes hold of a session's state, or of other variables, and puts it back, without copying a value. */
import { attribute, runKernel } from '../backend/native'
import { type Tensor, tf, type Variable } from '../backend/tensorflow'

/** Variables by name, such as a session has. */
export interface State {
  readonly state: ReadonlyMap<string, Variable>
}

export type StateSnapshot = ReadonlyMap<string, Tensor>

/** The values as they are now; variables are given new ones, never written into, so these stay. The caller disposes them. */
export function takeSnapshot({ state }: State): StateSnapshot {
  return new Map([...state].map(([name, variable]) => [name, tf.keep(tf.clone(variable as Tensor))]))
}

export function restoreSnapshot({ state }: State, snapshot: StateSnapshot): void {
  for (const [name, variable] of state) {
    const value = snapshot.get(name)
    if (value !== undefined) variable.assign(value)
  }
}

export function disposeSnapshot(snapshot: StateSnapshot): void {
  for (const value of snapshot.values()) value.dispose()
}

/** Gives every variable a native tensor of its own, so that a recording can tell two that began as copies of one apart. */
export function separateVariables(variables: Iterable<Variable>): void {
  for (const variable of variables) {
    tf.tidy(() => variable.assign(runKernel('Identity', [attribute.typeOf('T', variable)], [variable])))
  }
}
