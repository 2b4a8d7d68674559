/** Kernel density estimation, for weights where a classifier of domains would be too eager. */

/**
 * Natural log of (1/n) Σⱼ N(x; xⱼ, h²I) at each row of `at`. rows [n,D], at [m,D] row-major; bandwidth h in the features' unit.
 * Returns [m].
 */
export function logDensity(
  rows: Float64Array,
  at: Float64Array,
  options: { readonly dimensions: number; readonly bandwidth: number },
): Float64Array {
  const { dimensions, bandwidth } = options
  const count = rows.length / dimensions
  const constant = -Math.log(count) - dimensions * Math.log(bandwidth * Math.sqrt(2 * Math.PI))
  const exponents = new Float64Array(count)
  return Float64Array.from({ length: at.length / dimensions }, (_, point) => {
    let largest = Number.NEGATIVE_INFINITY
    for (let row = 0; row < count; row++) {
      let square = 0
      for (let d = 0; d < dimensions; d++) square += (at[point * dimensions + d] - rows[row * dimensions + d]) ** 2
      exponents[row] = -square / (2 * bandwidth * bandwidth)
      largest = Math.max(largest, exponents[row])
    }
    let sum = 0
    for (const exponent of exponents) sum += Math.exp(exponent - largest)
    return constant + largest + Math.log(sum)
  })
}
