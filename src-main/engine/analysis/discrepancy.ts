/** Maximum mean discrepancy (Gretton et al. 2012) from squared distances that are there already. */
import { tf } from '../backend/tensorflow'

/** The median of the distances between different points of `squaredDistances` [N,N], as a squared length: the usual bandwidth. */
export function medianSquaredDistance(squaredDistances: Float32Array): number {
  const count = Math.sqrt(squaredDistances.length)
  const between = squaredDistances.filter((_, at) => Math.floor(at / count) < at % count).sort()
  return between.length === 0 ? 1 : between[between.length >> 1] || 1
}

/** Mean of exp(−d²/bandwidth) over all entries, diagonals included; by TensorFlow, whose exponential is ten times JavaScript's. */
export function meanKernel(squaredDistances: Float32Array, bandwidth: number): number {
  return tf.tidy(() => tf.mean(tf.exp(tf.div(tf.tensor1d(squaredDistances), -bandwidth))).dataSync()[0])
}

export interface DiscrepancyMeans {
  /** `meanKernel` within each of two sets of points, and between them. */
  readonly first: number
  readonly second: number
  readonly between: number
}

/** √(E k(x,x′) + E k(y,y′) − 2 E k(x,y)), the biased estimate: 0 for two equal sets, at most √2. */
export function maximumMeanDiscrepancy({ first, second, between }: DiscrepancyMeans): number {
  return Math.sqrt(Math.max(0, first + second - 2 * between))
}
