/** Gamma-distributed numbers from a kernel and a counter in the state, so that a recorded or resumed step draws the same. */
import { assign } from '../assign'
import { attribute, runKernel } from '../native'
import { type Rank, type Tensor, tf, type Variable } from '../tensorflow'

const attributes = [attribute.floatType('dtype'), attribute.int32Type('T'), attribute.int32Type('Tseed')]

/**
 * Gamma(alpha, 1) float32 of the given shape, alpha > 0: a pure function of the counter's two numbers, seed and draws so far
 * (int32 [2]); the second is raised by one.
 */
export function statelessGamma<R extends Rank>(shape: readonly number[], alpha: number, counter: Variable): Tensor<R> {
  return tf.tidy(() => {
    const gamma = runKernel('StatelessRandomGammaV2', attributes, [tf.tensor1d([...shape], 'int32'), counter, tf.scalar(alpha)])
    assign(counter, () => tf.add(counter, tf.tensor1d([0, 1], 'int32')))
    return gamma as Tensor<R>
  })
}
