/** Gives a variable a new value without leaving the value's own handle or any intermediate behind. */
import { type Rank, type Tensor, tf, type Variable } from './tensorflow'

/** variable ← value(). The value may be computed from the variable itself; shape and type must stay. */
export function assign<R extends Rank>(variable: Variable<R>, value: () => Tensor<R>): void {
  tf.tidy(() => variable.assign(value()))
}
