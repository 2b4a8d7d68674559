/** Gaussian kernels between two sets of points, and the usual choice of their width. */
import type { FeatureMatrix } from '../analysis/feature-matrix'
import type { RandomStream } from '../nn/random'

/** kᵢⱼ = exp(−γ‖aᵢ − bⱼ‖²): [a.count, b.count], row-major. */
export function gaussianGram(a: FeatureMatrix, b: FeatureMatrix, gamma: number): Float64Array {
  const gram = new Float64Array(a.count * b.count)
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) gram[i * b.count + j] = Math.exp(-gamma * squaredDistance(a, i, b, j))
  }
  return gram
}

/** γ = 1/median of squared distances between pairs of different points, over a few thousand pairs drawn at random. */
export function medianGamma(points: FeatureMatrix, random: RandomStream, pairs = 2000): number {
  const squares: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const [i, j] = [random.integer(points.count), random.integer(points.count)]
    if (i !== j) squares.push(squaredDistance(points, i, points, j))
  }
  squares.sort((a, b) => a - b)
  const median = squares[squares.length >> 1] ?? 0
  return median > 0 ? 1 / median : 1
}

function squaredDistance(a: FeatureMatrix, i: number, b: FeatureMatrix, j: number): number {
  let sum = 0
  for (let d = 0; d < a.dimensions; d++) sum += (a.features[i * a.dimensions + d] - b.features[j * b.dimensions + d]) ** 2
  return sum
}
