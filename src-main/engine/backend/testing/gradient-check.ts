/** Compares gradients with each other and with finite differences. */
import { type Scalar, type Tensor, tf } from '../tensorflow'

type TensorFunction = (...inputs: Tensor[]) => Tensor

/** Largest absolute difference between two lists of tensors of equal shapes. */
export function largestDifference(a: readonly Tensor[], b: readonly Tensor[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return Math.max(
    ...a.map((one, index) => {
      const other = b[index]
      if (one.shape.join() !== other.shape.join()) return Number.POSITIVE_INFINITY
      return tf.tidy(() => tf.max(tf.abs(tf.sub(one, other))).dataSync()[0])
    }),
  )
}

/** Value and input gradients of Σ f(inputs)·weights, weights fixed and uneven, so that no gradient cancels out. */
export function valueAndGradients(f: TensorFunction, inputs: readonly Tensor[]): Tensor[] {
  const value = f(...inputs)
  const weights = unevenWeights(value.shape)
  const gradients = tf.grads((...given: Tensor[]) => tf.sum(tf.mul(f(...given), weights)))([...inputs])
  return [value, ...gradients]
}

/** Largest deviation of the gradient from central differences, relative to the largest slope, over all entries of all inputs. */
export function numericGradientError(f: TensorFunction, inputs: readonly Tensor[], step = 1e-2): number {
  const [value, ...gradients] = valueAndGradients(f, inputs)
  const weights = unevenWeights(value.shape)
  const total = (given: Tensor[]): number => tf.tidy(() => (tf.sum(tf.mul(f(...given), weights)) as Scalar).dataSync()[0])
  let worst = 0
  let steepest = 1e-3
  inputs.forEach((input, which) => {
    const values = input.dataSync()
    const analytic = gradients[which].dataSync()
    values.forEach((_, entry) => {
      const shifted = (by: number): number => {
        const moved = Float32Array.from(values)
        moved[entry] += by
        return total(inputs.map((one, index) => (index === which ? tf.tensor(moved, input.shape) : one)))
      }
      const numeric = (shifted(step) - shifted(-step)) / (2 * step)
      worst = Math.max(worst, Math.abs(numeric - analytic[entry]))
      steepest = Math.max(steepest, Math.abs(numeric))
    })
  })
  return worst / steepest
}

function unevenWeights(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, side) => product * side, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, (_, index) => Math.sin(1.7 * index + 0.5)),
    [...shape],
  )
}
