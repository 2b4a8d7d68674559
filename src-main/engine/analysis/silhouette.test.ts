/** Silhouettes where their value is known. */
import { expect, test } from 'vitest'
import { silhouette } from './silhouette'
import { blobs } from './test-support'

test('silhouette: groups far apart score near 1', () => {
  const matrix = blobs({ count: 100, dimensions: 3, blobs: 2, spread: 100, seed: 1 })
  expect(silhouette({ ...matrix, labels: Int32Array.from({ length: 100 }, (_, i) => 5 * (i % 2)) }).score).toBeGreaterThan(0.95)
})

test('silhouette: one group is refused', () => {
  const matrix = blobs({ count: 10, dimensions: 2, blobs: 1, spread: 0, seed: 2 })
  expect(() => silhouette({ ...matrix, labels: new Int32Array(10) })).toThrow('needs 2 to 9 groups')
})
