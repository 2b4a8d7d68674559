/** Features of several domains brought to few, uncorrelated directions of unit variance, cheaply enough for every checkpoint. */
import { symmetricEigen } from '../../analysis/symmetric-eigen'
import { createRandom } from '../../nn/random'

/** Directions kept: what distances and small classifiers of domains still learn from. */
const directions = 32

export interface Whitened {
  readonly dimensions: number
  /** In the order given: [nᵢ, dimensions], largest variance first. */
  readonly parts: readonly Float64Array[]
}

/**
 * Above 32 dimensions a fixed Gaussian projection comes first (Johnson & Lindenstrauss 1984), the same for every checkpoint; then the
 * principal axes of all rows together, each scaled to unit variance. Directions without variance are left out.
 * parts: [nᵢ, D] row-major.
 */
export function whiten(parts: readonly Float32Array[], size: number): Whitened {
  const projected = size > directions ? parts.map((part) => project(part, size)) : parts.map((part) => Float64Array.from(part))
  const width = Math.min(size, directions)
  const count = projected.reduce((sum, part) => sum + part.length / width, 0)
  const mean = new Float64Array(width)
  for (const part of projected) for (let at = 0; at < part.length; at++) mean[at % width] += part[at] / count
  const covariance = new Float64Array(width * width)
  for (const part of projected) {
    for (let start = 0; start < part.length; start += width) {
      for (let a = 0; a < width; a++) {
        const centred = (part[start + a] - mean[a]) / count
        for (let b = a; b < width; b++) covariance[a * width + b] += centred * (part[start + b] - mean[b])
      }
    }
  }
  for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) covariance[a * width + b] = covariance[b * width + a]
  const { values, vectors } = symmetricEigen(covariance, width)
  const kept = Math.max(1, values.filter((value) => value > 1e-9 * values[0]).length)
  const scales = values.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0))
  const rotate = (part: Float64Array): Float64Array =>
    Float64Array.from({ length: (part.length / width) * kept }, (_, at) => {
      const start = Math.floor(at / kept) * width
      const column = at % kept
      let sum = 0
      for (let d = 0; d < width; d++) sum += (part[start + d] - mean[d]) * vectors[d * width + column]
      return sum * scales[column]
    })
  return { dimensions: kept, parts: projected.map(rotate) }
}

function project(part: Float32Array, size: number): Float64Array {
  const random = createRandom('validators/projection')
  const matrix = Float64Array.from({ length: size * directions }, () => random.normal() / Math.sqrt(directions))
  const rows = part.length / size
  const result = new Float64Array(rows * directions)
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < size; d++) {
      const value = part[row * size + d]
      if (value === 0) continue
      for (let k = 0; k < directions; k++) result[row * directions + k] += value * matrix[d * directions + k]
    }
  }
  return result
}
