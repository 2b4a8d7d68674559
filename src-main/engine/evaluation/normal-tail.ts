/** The upper tail of the standard normal distribution. */

/** P(Z > z) to about 14 digits: the series of Φ around zero, Laplace's continued fraction beyond. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z < 3) {
    let term = z
    let sum = z
    for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
      term *= (z * z) / odd
      sum += term
    }
    return 0.5 - density * sum
  }
  let fraction = z
  for (let k = 200; k > 0; k--) fraction = z + k / fraction
  return density / fraction
}
