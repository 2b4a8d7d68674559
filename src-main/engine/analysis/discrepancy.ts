/** Maximum mean discrepancy (Gretton et al. 2012) from squared distances that are there already. */

/** The median of the distances between different points of `squaredDistances` [N,N], as a squared length: the usual bandwidth. */
export function medianSquaredDistance(squaredDistances: Float32Array): number {
  const count = Math.sqrt(squaredDistances.length)
  const between = squaredDistances.filter((_, at) => Math.floor(at / count) < at % count).sort()
  return between.length === 0 ? 1 : between[between.length >> 1] || 1
}

/** Mean of exp(−d²/bandwidth) over all entries, diagonals included. */
export function meanKernel(squaredDistances: Float32Array, bandwidth: number): number {
  let sum = 0
  for (let at = 0; at < squaredDistances.length; at++) sum += Math.exp(-squaredDistances[at] / bandwidth)
  return sum / squaredDistances.length
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
