/** Lends variables other values for a while. */
import { type Tensor, tf } from '../backend/tensorflow'
import type { NetworkVariable } from './network'

/**
 * What `compute` returns while the variables hold `values`, in their order; afterwards they hold again what they did. Values are
 * handed over by reference: nothing is copied.
 */
export function withValues<T>(variables: readonly NetworkVariable[], values: readonly Tensor[], compute: () => T): T {
  const own = variables.map(({ variable }) => tf.keep(tf.clone(variable)))
  const put = (tensors: readonly Tensor[]): void => {
    variables.forEach(({ variable }, index) => {
      variable.assign(tensors[index])
    })
  }
  try {
    put(values)
    return compute()
  } finally {
    put(own)
    tf.dispose(own)
  }
}
