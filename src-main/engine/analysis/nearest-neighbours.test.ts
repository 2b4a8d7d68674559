/** Neighbours against a naive sort, with the ties and the bad input that real features bring. */
import { expect, test } from 'vitest'
import type { FeatureMatrix } from './feature-matrix'
import { nearestNeighbourSteps, nearestNeighbours } from './nearest-neighbours'
import { blobs, squaredDistance } from './test-support'

function naive(matrix: FeatureMatrix, i: number, k: number): number[] {
  return Array.from({ length: matrix.count }, (_, j) => j)
    .filter((j) => j !== i)
    .sort((a, b) => squaredDistance(matrix, i, a) - squaredDistance(matrix, i, b) || a - b)
    .slice(0, k)
}

test.each([
  [61, 7, 5],
  [130, 3, 90],
  [9, 200, 8],
])('neighbours: %i points in %i dimensions have the %i neighbours a full sort finds', (count, dimensions, k) => {
  const matrix = blobs({ count, dimensions, blobs: 3, spread: 2, seed: 1 })
  const { indices, squaredDistances } = nearestNeighbours({ ...matrix, k })
  for (let i = 0; i < count; i++) {
    expect([...indices.subarray(i * k, (i + 1) * k)]).toEqual(naive(matrix, i, k))
    for (let n = i * k; n < (i + 1) * k; n++) {
      const exact = squaredDistance(matrix, i, indices[n])
      expect(Math.abs(squaredDistances[n] - exact)).toBeLessThan(1e-6 * exact)
    }
  }
})

test('neighbours: equal rows are at distance exactly zero and come in order of index', () => {
  const row = blobs({ count: 1, dimensions: 40, blobs: 1, spread: 50, seed: 2 }).features
  const features = new Float32Array(40 * 11)
  for (let i = 0; i < 10; i++) features.set(row, i * 40)
  const { indices, squaredDistances } = nearestNeighbours({ features, count: 11, dimensions: 40, k: 4 })
  expect([...indices.subarray(0, 4)]).toEqual([1, 2, 3, 4])
  expect([...indices.subarray(9 * 4, 10 * 4)]).toEqual([0, 1, 2, 3])
  expect([...squaredDistances.subarray(0, 40)]).toEqual(new Array(40).fill(0))
})

test('neighbours: a large common offset costs no accuracy', () => {
  const near = blobs({ count: 50, dimensions: 4, blobs: 1, spread: 0, seed: 3 })
  const rounded = near.features.map((value) => Math.round(value * 64) / 64)
  const here = nearestNeighbours({ ...near, features: rounded, k: 5 })
  const far = nearestNeighbours({ ...near, features: rounded.map((value) => value + 4096), k: 5 })
  expect(far.indices).toEqual(here.indices)
})

test('neighbours: the share done rises to 1', () => {
  const shares = [...nearestNeighbourSteps({ ...blobs({ count: 900, dimensions: 512, blobs: 2, spread: 1, seed: 4 }), k: 3 })]
  expect(shares.length).toBeGreaterThan(2)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
})

test('neighbours: a value that is not a number is named by row and column', () => {
  const matrix = blobs({ count: 10, dimensions: 3, blobs: 1, spread: 0, seed: 5 })
  matrix.features[3 * 3 + 1] = Number.NaN
  expect(() => nearestNeighbours({ ...matrix, k: 2 })).toThrow('Row 3 of the features holds NaN in column 1')
})

test('neighbours: more neighbours than other points are refused', () => {
  expect(() => nearestNeighbours({ ...blobs({ count: 5, dimensions: 2, blobs: 1, spread: 0, seed: 6 }), k: 5 })).toThrow(
    '5 points have no 5 neighbours each',
  )
})
