/** The vector kernel against the sum as it is written. */
import { expect, test } from 'vitest'
import { affinities } from './affinities'
import { Attraction } from './attraction'
import { nearestNeighbours } from './nearest-neighbours'
import { blobs, expectClose } from './test-support'

test('attraction: equals Σ p (1+d²)⁻¹ (yᵢ−yⱼ) for rows of every length', () => {
  const count = 70
  const p = affinities(nearestNeighbours({ ...blobs({ count, dimensions: 4, blobs: 2, spread: 2, seed: 1 }), k: 9 }), 3)
  const lengths = new Set(Array.from({ length: count }, (_, i) => (p.rowStart[i + 1] - p.rowStart[i]) % 4))
  expect(lengths.size).toBe(4)
  const positions = Float64Array.from(blobs({ count, dimensions: 2, blobs: 3, spread: 4, seed: 2 }).features)
  const want = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    for (let at = p.rowStart[i]; at < p.rowStart[i + 1]; at++) {
      const dx = positions[2 * i] - positions[2 * p.columns[at]]
      const dy = positions[2 * i + 1] - positions[2 * p.columns[at] + 1]
      const weight = p.values[at] / (1 + dx * dx + dy * dy)
      want[2 * i] += weight * dx
      want[2 * i + 1] += weight * dy
    }
  }
  const scale = 1e3
  const got = new Attraction({ ...p, values: p.values.map((value) => value * scale) }).compute(positions)
  expectClose(
    got,
    Float64Array.from(want, (value) => value * scale),
    1e-6,
  )
})
