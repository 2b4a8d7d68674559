import { expect, test } from 'vitest'
import { maximumMeanDiscrepancy, meanKernel, medianSquaredDistance } from './discrepancy'

/** Squared distances between points on a line. */
const line = (a: readonly number[], b: readonly number[]): Float32Array => Float32Array.from(a.flatMap((x) => b.map((y) => (x - y) ** 2)))

function discrepancy(a: readonly number[], b: readonly number[], bandwidth: number): number {
  return maximumMeanDiscrepancy({
    first: meanKernel(line(a, a), bandwidth),
    second: meanKernel(line(b, b), bandwidth),
    between: meanKernel(line(a, b), bandwidth),
  })
}

test('discrepancy: equal sets have none', () => {
  expect(discrepancy([1, 2, 5], [1, 2, 5], 2)).toBeLessThan(1e-7)
})

test('discrepancy: two single points far apart reach √2, and the way there is 2(1 − k)', () => {
  expect(discrepancy([0], [100], 1)).toBeCloseTo(Math.SQRT2, 6)
  expect(discrepancy([0], [1], 2)).toBeCloseTo(Math.sqrt(2 - 2 * Math.exp(-0.5)), 6)
})

test('discrepancy: it grows as one set moves away', () => {
  const moved = [0, 0.5, 1, 2, 4].map((by) => discrepancy([0, 1, 2], [by, 1 + by, 2 + by], 1))
  expect(moved).toEqual([...moved].sort((a, b) => a - b))
})

test('discrepancy: the bandwidth is the median of the distances between different points', () => {
  expect(medianSquaredDistance(line([0, 1, 3], [0, 1, 3]))).toBe(4)
  expect(medianSquaredDistance(line([2, 2], [2, 2]))).toBe(1)
})
