/** Random numbers from a kernel and a counter in the state, so that a recorded or resumed step draws the same. */
import { assign } from '../assign'
import { attribute, runKernel } from '../native'
import { type Rank, type Tensor, tf, type Variable } from '../tensorflow'

const attributes = [attribute.floatType('dtype'), attribute.int32Type('T'), attribute.int32Type('Tseed')]

/**
 * Uniform float32 in [0,1) of the given shape: a pure function (Philox) of the counter's two numbers, seed and draws so far
 * (int32 [2]); the second is raised by one.
 */
export function statelessUniform<R extends Rank>(shape: readonly number[], counter: Variable): Tensor<R> {
  return tf.tidy(() => {
    const uniform = runKernel('StatelessRandomUniform', attributes, [tf.tensor1d([...shape], 'int32'), counter])
    assign(counter, () => tf.add(counter, tf.tensor1d([0, 1], 'int32')))
    return uniform as Tensor<R>
  })
}
