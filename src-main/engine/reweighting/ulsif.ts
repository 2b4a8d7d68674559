/**
 * uLSIF (Kanamori, Hido & Sugiyama, JMLR 2009): an importance w(x) = Σ_l θ_l·k(x, c_l) fitted by least squares, in closed form.
 *
 *   θ = max(0, (H + λI)⁻¹h),  H = 1/n Σᵢ φ(sᵢ)φ(sᵢ)ᵀ,  h = 1/m Σⱼ φ(tⱼ),  φ_l(x) = k(x, c_l)
 */
import { gaussianGram } from './gaussian-gram'
import type { DensityRatioProblem } from './kliep'

export interface Ulsif {
  /** [centres] θ */
  readonly coefficients: Float64Array
  /** [centres] before the negative ones were set to 0. */
  readonly unclipped: Float64Array
  /** [n] w at the source points. */
  readonly weights: Float64Array
}

/** `ridge`: λ > 0. */
export function ulsif({ source, target, centres, gamma }: DensityRatioProblem, ridge: number): Ulsif {
  const l = centres.count
  const onSource = gaussianGram(source, centres, gamma)
  const { second, first } = moments({ onSource, onTarget: gaussianGram(target, centres, gamma), l })
  for (let a = 0; a < l; a++) second[a * l + a] += ridge
  const unclipped = solvePositive(second, first)
  const coefficients = unclipped.map((value) => Math.max(0, value))
  const weights = new Float64Array(source.count)
  onSource.forEach((value, at) => {
    weights[Math.floor(at / l)] += value * coefficients[at % l]
  })
  return { coefficients, unclipped, weights }
}

/** ½ θᵀHθ − hᵀθ + ½λ θᵀθ */
export function ulsifObjective({ source, target, centres, gamma }: DensityRatioProblem, theta: Float64Array, ridge: number): number {
  const l = centres.count
  const grams = { onSource: gaussianGram(source, centres, gamma), onTarget: gaussianGram(target, centres, gamma) }
  const { second, first } = moments({ ...grams, l })
  let value = 0
  for (let a = 0; a < l; a++) {
    for (let b = 0; b < l; b++) value += 0.5 * theta[a] * second[a * l + b] * theta[b]
    value += (0.5 * ridge * theta[a] - first[a]) * theta[a]
  }
  return value
}

interface Grams {
  /** [n,l] */
  readonly onSource: Float64Array
  /** [m,l] */
  readonly onTarget: Float64Array
  readonly l: number
}

/** H [l,l] and h [l]. */
function moments({ onSource, onTarget, l }: Grams): { readonly second: Float64Array; readonly first: Float64Array } {
  const [n, m] = [onSource.length / l, onTarget.length / l]
  const second = new Float64Array(l * l)
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < l; a++) for (let b = 0; b < l; b++) second[a * l + b] += (onSource[i * l + a] * onSource[i * l + b]) / n
  }
  const first = new Float64Array(l)
  onTarget.forEach((value, at) => {
    first[at % l] += value / m
  })
  return { second, first }
}

/** Solves A·x = b for a positive definite A by Cholesky's decomposition. */
function solvePositive(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k]
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]
    }
  }
  const x = b.slice()
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * n + k] * x[k]
    x[i] /= lower[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower[k * n + i] * x[k]
    x[i] /= lower[i * n + i]
  }
  return x
}
