/** Values that count as constants for gradients; tfjs has no stop-gradient of its own. */
import { type Tensor, tf } from './tensorflow'

/** What `compute` returns, computed off the gradient's tape: nothing it reads gets a gradient through it. */
export function detached<T extends Tensor>(compute: () => T): T {
  // A function of no inputs: the tape has no path through it, so nothing is differentiated in vain.
  const constant = tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))
  return constant() as T
}
