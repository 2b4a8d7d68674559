/** The order of rows by content: a permutation, blind to where rows stood. */
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { canonicalOrder, gatherRows, scatterRows } from './canonical-order'
import { blobs } from './test-support'

test('canonical order: shuffled rows come out in the same order', () => {
  const matrix = blobs({ count: 50, dimensions: 3, blobs: 2, spread: 1, seed: 1 })
  const shuffled = { ...matrix, features: gatherRows(matrix.features, createRandom('shuffle').permutation(50), 3) }
  const sorted = (one: typeof matrix): Float32Array => gatherRows(one.features, canonicalOrder(one), 3)
  expect(sorted(shuffled)).toEqual(sorted(matrix))
  expect([...canonicalOrder(matrix)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
})

test('canonical order: equal rows stay in their order', () => {
  expect([...canonicalOrder({ features: new Float32Array(8).fill(3), count: 4, dimensions: 2 })]).toEqual([0, 1, 2, 3])
})

test('canonical order: scattering undoes gathering', () => {
  const { features } = blobs({ count: 20, dimensions: 2, blobs: 1, spread: 0, seed: 2 })
  const order = createRandom('order').permutation(20)
  expect(scatterRows(gatherRows(features, order, 2), order, 2)).toEqual(features)
})
