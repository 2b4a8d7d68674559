/** The objective and its gradient against finite differences; the descent against what it is for. */
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { affinities } from './affinities'
import { Attraction } from './attraction'
import { gatherRows } from './canonical-order'
import { layoutSteps } from './layout-steps'
import { nearestNeighbours } from './nearest-neighbours'
import { exactRepulsion } from './repulsion'
import { runAtOnce } from './run-in-slices'
import { blobs, expectClose, nearestInOwnGroup } from './test-support'
import { createTsne, klDivergence, tsneGradient } from './tsne'

test('tsne: the gradient equals finite differences of KL on sparse affinities', () => {
  const matrix = blobs({ count: 60, dimensions: 4, blobs: 3, spread: 2, seed: 1 })
  const p = affinities(nearestNeighbours({ ...matrix, k: 15 }), 5)
  const positions = Float64Array.from(blobs({ count: 60, dimensions: 2, blobs: 3, spread: 2, seed: 2 }).features)
  const gradient = new Float64Array(120)
  tsneGradient({ attraction: new Attraction(p), positions, repulsion: exactRepulsion, exaggeration: 1 }, gradient)
  const klAt = (at: number, by: number): number =>
    klDivergence({ affinities: p, positions: positions.map((value, i) => (i === at ? value + by : value)), repulsion: exactRepulsion })
  const numeric = Float64Array.from({ length: 120 }, (_, at) => (klAt(at, 1e-5) - klAt(at, -1e-5)) / 2e-5)
  expectClose(gradient, numeric, 1e-6)
})

test.each([
  ['all pairs', 200],
  ['the grid', 840],
])('tsne: with %s, KL falls after the exaggeration and four blobs stay apart', (_, count) => {
  const matrix = blobs({ count, dimensions: 10, blobs: 4, spread: 6, seed: 3 })
  const p = affinities(nearestNeighbours({ ...matrix, k: 45 }), 15)
  const initial = blobs({ count, dimensions: 2, blobs: 1, spread: 0, seed: 4 }).features
  const schedule = [
    { iterations: 100, exaggeration: 12 },
    { iterations: 150, exaggeration: 1 },
  ]
  const tsne = createTsne({ affinities: p, seed: 0, initial, start: 'rescale', schedule })
  const kls: number[] = []
  while (tsne.iteration < tsne.iterations) {
    tsne.step()
    if (tsne.iteration >= 100 && tsne.iteration % 50 === 0) kls.push(tsne.kl())
  }
  expect(kls.length).toBe(4)
  expect(kls).toEqual([...kls].sort((a, b) => b - a))
  expect(kls.at(-1)).toBeLessThan(kls[0] * 0.7)
  expect(nearestInOwnGroup(tsne.positions(), 4)).toBe(1)
})

test('tsne: same features and seed give the same bits, another seed another layout', () => {
  const matrix = blobs({ count: 100, dimensions: 6, blobs: 3, spread: 3, seed: 5 })
  const layout = (seed: number): Float32Array => runAtOnce(layoutSteps({ ...matrix, perplexity: 10, seed })).positions()
  expect(layout(1)).toEqual(layout(1))
  expect(layout(1)).not.toEqual(layout(2))
})

test('tsne: the same points in another order get the same map, to the bit', () => {
  const matrix = blobs({ count: 120, dimensions: 6, blobs: 3, spread: 3, seed: 8 })
  const order = createRandom('order').permutation(120)
  const layout = (features: Float32Array): Float32Array =>
    runAtOnce(layoutSteps({ ...matrix, features, perplexity: 10, seed: 1, schedule: [{ iterations: 60, exaggeration: 1 }] })).positions()
  expect(layout(gatherRows(matrix.features, order, 6))).toEqual(gatherRows(layout(matrix.features), order, 2))
})

test('tsne: points that all coincide end with finite positions', () => {
  const tsne = runAtOnce(layoutSteps({ features: new Float32Array(200).fill(1), count: 50, dimensions: 4, perplexity: 10, seed: 0 }))
  expect(tsne.positions().every(Number.isFinite)).toBe(true)
  expect(Number.isFinite(tsne.kl())).toBe(true)
})

test('tsne: a warm start after a change of the features comes near the KL of a full run', () => {
  const before = blobs({ count: 300, dimensions: 10, blobs: 5, spread: 0.5, seed: 6 })
  const after = blobs({ count: 300, dimensions: 10, blobs: 5, spread: 2, seed: 6 })
  const first = runAtOnce(layoutSteps({ ...before, perplexity: 20, seed: 0 }))
  const warm = runAtOnce(layoutSteps({ ...after, perplexity: 20, seed: 0, previous: first.positions() }))
  const full = runAtOnce(layoutSteps({ ...after, perplexity: 20, seed: 0 }))
  expect(warm.iterations).toBe(250)
  expect(warm.kl()).toBeLessThan(1.15 * full.kl())
})

test('tsne: a starting layout of other points is refused', () => {
  const p = affinities(nearestNeighbours({ ...blobs({ count: 20, dimensions: 2, blobs: 1, spread: 0, seed: 7 }), k: 9 }), 3)
  expect(() => createTsne({ affinities: p, seed: 0, initial: new Float32Array(38), start: 'as-is' })).toThrow('not 20 points')
})
