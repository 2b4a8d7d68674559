/** Gives normalisation layers values as training leaves them: at those they begin with, TensorFlow drops the empty bias and fuses nothing. */
import { type Tensor, tf } from '../../src-main/engine/backend/tensorflow'
import type { NetworkVariable } from '../../src-main/engine/nn/network'
import { createRandom } from '../../src-main/engine/nn/random'

/** Offsets and means around 0, scales and variances around 1. */
export function asTrained(variables: readonly NetworkVariable[]): void {
  const random = createRandom('bench/norms')
  for (const { name, variable } of variables) {
    const around = /(offset|running-mean)$/.test(name) ? 0 : /(scale|running-variance)$/.test(name) ? 1 : null
    if (around === null) continue
    const values = Float32Array.from({ length: variable.size }, () => around + random.uniform() - 0.5)
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape) as Tensor))
  }
}
