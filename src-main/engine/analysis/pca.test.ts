/** PCA against data whose axes are known. */
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { pca } from './pca'
import { blobs } from './test-support'

test('pca: finds axes and variances of a stretched cloud', () => {
  const random = createRandom(1)
  const count = 4000
  const deviations = [1, 5, 3, 0.5]
  const features = Float32Array.from({ length: count * 4 }, (_, at) => 10 + deviations[at % 4] * random.normal())
  const { directions, variances, explained, scores } = pca({ features, count, dimensions: 4, components: 2 })
  expect(Math.abs(directions[1])).toBeGreaterThan(0.999)
  expect(Math.abs(directions[4 + 2])).toBeGreaterThan(0.999)
  expect(variances[0]).toBeCloseTo(25, -0.5)
  expect(variances[1]).toBeCloseTo(9, 0)
  expect(explained).toBeCloseTo(34 / 35.25, 1)
  let variance = 0
  for (let i = 0; i < count; i++) variance += scores[2 * i] ** 2 / (count - 1)
  expect(variance).toBeCloseTo(variances[0], 3)
})

test('pca: directions are eigenvectors of the covariance, orthonormal, with a positive largest entry', () => {
  const matrix = blobs({ count: 300, dimensions: 20, blobs: 5, spread: 2, seed: 2 })
  const { directions, variances } = pca({ ...matrix, components: 2 })
  const [a, b] = [directions.subarray(0, 20), directions.subarray(20, 40)]
  const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, d) => sum + value * y[d], 0)
  expect(dot(a, a)).toBeCloseTo(1, 10)
  expect(dot(a, b)).toBeCloseTo(0, 10)
  for (const direction of [a, b]) expect([...direction].sort((x, y) => Math.abs(y) - Math.abs(x))[0]).toBeGreaterThan(0)
  const mean = Float64Array.from({ length: 20 }, (_, d) => matrix.features.reduce((sum, v, at) => sum + (at % 20 === d ? v : 0), 0) / 300)
  const image = new Float64Array(20)
  for (let i = 0; i < 300; i++) {
    const row = Float64Array.from(matrix.features.subarray(i * 20, (i + 1) * 20), (value, d) => value - mean[d])
    const score = dot(row, b)
    for (let d = 0; d < 20; d++) image[d] += (score * row[d]) / 299
  }
  for (let d = 0; d < 20; d++) expect(image[d] / variances[1]).toBeCloseTo(b[d], 4)
})

test('pca: same features give the same bits', () => {
  const matrix = blobs({ count: 100, dimensions: 30, blobs: 4, spread: 1, seed: 3 })
  expect(pca({ ...matrix, components: 2 })).toEqual(pca({ ...matrix, components: 2 }))
})

test('pca: equal rows have no variance and finite scores', () => {
  const { scores, variances, explained } = pca({ features: new Float32Array(40).fill(3), count: 10, dimensions: 4, components: 2 })
  expect([...scores]).toEqual(new Array(20).fill(0))
  expect([...variances]).toEqual([0, 0])
  expect(explained).toBe(0)
})

test('pca: one-dimensional features fill the second component with zeros', () => {
  const { scores } = pca({ features: Float32Array.of(1, 2, 3), count: 3, dimensions: 1, components: 2 })
  expect([...scores]).toEqual([-1, 0, 0, 0, 1, 0])
})
