import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import type { FeatureMatrix } from './feature-matrix'
import { layoutSteps } from './layout-steps'
import { createPlacer } from './place-points'
import { exactForce, RepulsionField, tabulateRepulsion } from './repulsion-field'
import { runAtOnce } from './run-in-slices'
import { blobs, squaredDistance } from './test-support'

const groups = 5
const all = blobs({ count: 300, dimensions: 12, blobs: groups, spread: 6, seed: 3 })

function rows(from: number, to: number): FeatureMatrix {
  const { features, dimensions } = all
  return { features: features.slice(from * dimensions, to * dimensions), count: to - from, dimensions }
}

function distances(a: FeatureMatrix, b: FeatureMatrix): Float32Array {
  const both = { features: Float32Array.from([...a.features, ...b.features]), count: a.count + b.count, dimensions: a.dimensions }
  return Float32Array.from({ length: a.count * b.count }, (_, at) =>
    squaredDistance(both, Math.floor(at / b.count), a.count + (at % b.count)),
  )
}

const reference = rows(0, 250)
const newcomers = rows(250, 300)
const positions = runAtOnce(layoutSteps({ ...reference, perplexity: 20, seed: 1 })).positions()
const placer = createPlacer({ positions, squaredDistances: distances(reference, reference) })
const extent = Math.max(...positions) - Math.min(...positions)

function farthest(a: Float32Array, b: Float32Array): number {
  let most = 0
  for (let at = 0; at < a.length; at += 2) most = Math.max(most, Math.hypot(a[at] - b[at], a[at + 1] - b[at + 1]))
  return most
}

test('points that have not moved land where they were', () => {
  expect(farthest(placer.place(distances(reference, reference)), positions)).toBeLessThan(1e-3 * extent)
})

test('points that moved a little in feature space move a little in the map, and more when they moved more', () => {
  const random = createRandom(8)
  const direction = reference.features.map(() => random.normal())
  const moved = (length: number) => {
    const nearby = { ...reference, features: reference.features.map((value, at) => value + length * direction[at]) }
    const placed = placer.place(distances(nearby, reference))
    const moves = Array.from({ length: reference.count }, (_, i) =>
      Math.hypot(placed[2 * i] - positions[2 * i], placed[2 * i + 1] - positions[2 * i + 1]),
    )
    return moves.reduce((sum, move) => sum + move, 0) / moves.length
  }
  expect(moved(0.02)).toBeLessThan(0.01 * extent)
  expect(moved(0.3)).toBeGreaterThan(moved(0.02))
})

test('points that the map has never seen land among their own kind', () => {
  const placed = placer.place(distances(newcomers, reference))
  let own = 0
  for (let i = 0; i < newcomers.count; i++) {
    const away = (j: number): number => (placed[2 * i] - positions[2 * j]) ** 2 + (placed[2 * i + 1] - positions[2 * j + 1]) ** 2
    let best = 0
    for (let j = 1; j < reference.count; j++) if (away(j) < away(best)) best = j
    own += best % groups === (250 + i) % groups ? 1 : 0
  }
  expect(own).toBe(newcomers.count)
})

test('where a point lands does not depend on who is placed with it', () => {
  const together = placer.place(distances(newcomers, reference))
  expect(placer.place(distances(rows(260, 261), reference))).toEqual(together.slice(20, 22))
})

test('the tabulated repulsion agrees with the sum over all points', () => {
  const field = new RepulsionField(tabulateRepulsion(positions))
  const into = new Float64Array(2)
  const random = createRandom(5)
  for (let probe = 0; probe < 50; probe++) {
    const [x, y] = [positions[2 * probe] + random.normal(), positions[2 * probe + 1] + random.normal()]
    field.read(x, y, into)
    const [forceX, forceY] = exactForce(positions, x, y)
    expect(Math.hypot(into[0] - forceX, into[1] - forceY)).toBeLessThan(0.02)
  }
})

test('the repulsion is the gradient of ln Σ w, halved and turned round', () => {
  const [x, y, h] = [positions[0] + 0.7, positions[1] - 0.4, 1e-4]
  const logSum = (px: number, py: number): number => {
    let sum = 0
    for (let at = 0; at < positions.length; at += 2) sum += 1 / (1 + (px - positions[at]) ** 2 + (py - positions[at + 1]) ** 2)
    return Math.log(sum)
  }
  const [forceX, forceY] = exactForce(positions, x, y)
  expect(forceX).toBeCloseTo(-(logSum(x + h, y) - logSum(x - h, y)) / (4 * h), 5)
  expect(forceY).toBeCloseTo(-(logSum(x, y + h) - logSum(x, y - h)) / (4 * h), 5)
})
