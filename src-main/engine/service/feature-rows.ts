/** Features with the squared lengths of their rows, which distances to several other sets of features all need. */
import { type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

export interface FeatureRows {
  /** [N,D]. */
  readonly values: Tensor2D
  /** [N]. */
  readonly squares: Tensor1D
}

/** Takes `values` [N,D] over. */
export function withSquares(values: Tensor2D): FeatureRows {
  return { values, squares: tf.tidy(() => tf.sum(tf.square(values), 1) as Tensor1D) }
}

export function disposeRows({ values, squares }: FeatureRows): void {
  values.dispose()
  squares.dispose()
}

/** |a|² + |b|² − 2ab of N and M rows → [N,M] row-major, not below 0. Centred rows keep it free of cancellation. */
export function squaredDistances(a: FeatureRows, b: FeatureRows): Float32Array {
  const distances = tf.tidy(() => {
    const squares = tf.add(tf.expandDims(a.squares, 1), tf.expandDims(b.squares, 0))
    return tf.relu(tf.sub(squares, tf.mul(tf.matMul(a.values, b.values, false, true), 2)))
  })
  const values = distances.dataSync<'float32'>()
  distances.dispose()
  return values
}
