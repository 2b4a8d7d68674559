/** Trustworthiness where its value is known. */
import { expect, test } from 'vitest'
import { blobs } from './test-support'
import { trustworthiness } from './trustworthiness'

test('trustworthiness: a layout that is the data itself scores 1, random positions about a half', () => {
  const matrix = blobs({ count: 400, dimensions: 2, blobs: 3, spread: 2, seed: 1 })
  const random = blobs({ count: 400, dimensions: 2, blobs: 1, spread: 0, seed: 2 }).features
  expect(trustworthiness({ ...matrix, positions: matrix.features, neighbours: 10 })).toBe(1)
  expect(Math.abs(trustworthiness({ ...matrix, positions: random, neighbours: 10 }) - 0.5)).toBeLessThan(0.05)
})

test('trustworthiness: a sample of the points comes near the value of all', () => {
  const matrix = blobs({ count: 800, dimensions: 6, blobs: 3, spread: 2, seed: 3 })
  const positions = Float32Array.from({ length: 1600 }, (_, at) => matrix.features[Math.floor(at / 2) * 6 + (at % 2)])
  const all = trustworthiness({ ...matrix, positions, neighbours: 10 })
  const some = trustworthiness({ ...matrix, positions, neighbours: 10, sample: { points: 200, seed: 0 } })
  expect(some).not.toBe(all)
  expect(Math.abs(some - all)).toBeLessThan(0.02)
})

test('trustworthiness: too many neighbours are refused with the number that fits', () => {
  const matrix = blobs({ count: 20, dimensions: 2, blobs: 1, spread: 0, seed: 4 })
  expect(() => trustworthiness({ ...matrix, positions: matrix.features, neighbours: 10 })).toThrow(
    'needs more than 20 points; there are 20',
  )
})
