/** CORAL distance (Sun & Saenko 2016, eq. 1): how different the covariances of two samples are. */
import type { Banded } from '@shared/domain/alignment'
import type { DomainPoints } from './domain-points'
import { kernelDiscrepancy } from './kernel-discrepancy'
import { squaredDistances } from './mmd'

/**
 * ‖Cs − Ct‖²_F / 4d² without bias, on features divided by their pooled deviation, so that a network that scales its features up
 * does not seem to move its domains apart. With k(x,y) = (x·y)² on rows centred by domain, the norm is a kernel discrepancy.
 */
export function coralDistance(points: DomainPoints, options: { readonly seed: number; readonly replicates?: number }): Banded {
  const { count, dimensions, domain } = points
  const features = standardised(points)
  const kernel = squaredDistances({ features, count, dimensions })
  const norms = Float64Array.from({ length: count }, (_, i) => {
    let sum = 0
    for (let at = i * dimensions; at < (i + 1) * dimensions; at++) sum += features[at] ** 2
    return sum
  })
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < count; j++, at++) kernel[at] = ((norms[i] + norms[j] - kernel[at]) / 2) ** 2
  }
  const { value, low, high } = kernelDiscrepancy(kernel, domain, options)
  const scale = 1 / (4 * dimensions ** 2)
  return { value: value * scale, low: low * scale, high: high * scale }
}

/** Each domain around its own mean, each feature over its pooled deviation; a constant feature becomes zero. */
function standardised({ features, count, dimensions, domain }: DomainPoints): Float32Array {
  const sizes = [0, 0]
  const means = [new Float64Array(dimensions), new Float64Array(dimensions)]
  for (let i = 0; i < count; i++) {
    sizes[domain[i]]++
    for (let d = 0; d < dimensions; d++) means[domain[i]][d] += features[i * dimensions + d]
  }
  for (const side of [0, 1]) for (let d = 0; d < dimensions; d++) means[side][d] /= Math.max(1, sizes[side])
  const rows = Float32Array.from(features, (value, at) => value - means[domain[Math.floor(at / dimensions)]][at % dimensions])
  const squares = new Float64Array(dimensions)
  for (let at = 0; at < rows.length; at++) squares[at % dimensions] += rows[at] ** 2
  const scales = squares.map((sum) => (sum > 0 ? Math.sqrt(count / sum) : 0))
  return rows.map((value, at) => value * scales[at % dimensions])
}
