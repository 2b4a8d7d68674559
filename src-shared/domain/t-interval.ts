/** Student-t confidence interval of a mean over few repetitions (seeds). */

export interface Interval {
  readonly mean: number
  /** Half width; null with fewer than two values. */
  readonly halfWidth: number | null
}

/**
 * mean ± t(1−α/2, n−1) · s/√n with s the unbiased standard deviation and α = 1 − level.
 * values [n] of any unit, n ≥ 1. Throws RangeError for an empty list.
 */
export function tInterval(values: readonly number[], level = 0.95): Interval {
  const n = values.length
  if (n === 0) throw new RangeError('an interval needs at least one value')
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { mean, halfWidth: null }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  return { mean, halfWidth: tQuantile(0.5 + level / 2, n - 1) * Math.sqrt(variance / n) }
}

/** Quantile of Student's t for probability in [0.5, 1), by bisection on its distribution function to full double precision. */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  let low = 0
  let high = 1
  while (tCdf(high, degreesOfFreedom) < probability) high *= 2
  for (let i = 0; i < 200 && high - low > Number.EPSILON * high; i++) {
    const middle = (low + high) / 2
    if (tCdf(middle, degreesOfFreedom) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

// P(T ≤ t) for t ≥ 0: 1 − I_{ν/(ν+t²)}(ν/2, 1/2) / 2.
function tCdf(t: number, degreesOfFreedom: number): number {
  return 1 - regularisedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2
}

/** I_x(a,b) by Lentz's continued fraction (DLMF 8.17.22), mirrored where it converges slowly. */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    const factor = d * c
    fraction *= factor
    if (Math.abs(factor - 1) < 1e-15) break
  }
  return front * fraction
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}

/** ln Γ(x) for x > 0 by Lanczos (g = 7, n = 9), about 15 digits. */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  const shifted = x - 1
  const t = shifted + 7.5
  let sum = coefficients[0]
  for (let i = 1; i < coefficients.length; i++) sum += coefficients[i] / (shifted + i)
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum)
}
