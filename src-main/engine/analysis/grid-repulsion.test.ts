/** The grid against all pairs, over the range of sizes a layout passes through. */
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { GridRepulsion } from './grid-repulsion'
import { exactRepulsion } from './repulsion'

function compare(positions: Float64Array, grid: GridRepulsion): { force: number; z: number } {
  const want = new Float64Array(positions.length)
  const got = new Float64Array(positions.length)
  const z = exactRepulsion.compute(positions, want)
  const gridZ = grid.compute(positions, got)
  let error = 0
  let scale = 0
  for (let i = 0; i < want.length; i++) {
    error += (got[i] - want[i]) ** 2
    scale += want[i] ** 2
  }
  return { force: Math.sqrt(error / scale), z: Math.abs(gridZ / z - 1) }
}

function clustered(width: number): Float64Array {
  const random = createRandom('clusters')
  return Float64Array.from({ length: 1600 }, (_, at) => width * (Math.cos((at >> 1) % 7) + 0.3 * random.normal()) * (at % 2 ? 1 : 1.3))
}

test('grid repulsion: forces within 2 % and Z within 1e-4 of all pairs, from the tiny start to the size of a settled map', () => {
  const grid = new GridRepulsion()
  for (const width of [1e-4, 1e-2, 0.3, 1, 3, 10, 3, 1e-3]) {
    const { force, z } = compare(clustered(width), grid)
    expect(force).toBeLessThan(0.02)
    expect(z).toBeLessThan(1e-4)
  }
})

test('grid repulsion: where points are so sparse that the nearest decide, forces stay within 4 % and Z within 1e-3', () => {
  const { force, z } = compare(clustered(40), new GridRepulsion())
  expect(force).toBeLessThan(0.04)
  expect(z).toBeLessThan(1e-3)
})

test('grid repulsion: wherever a lone point lies in its cell, its push on itself is under 2 % of a neighbour’s strongest', () => {
  const random = createRandom('lone')
  const grid = new GridRepulsion()
  const forces = new Float64Array(6)
  // Two far corners hold the grid still while the lone point wanders over its cells.
  for (let trial = 0; trial < 20; trial++) {
    const z = grid.compute(Float64Array.of(-40, -40, 40, 40, 3 * random.uniform(), 3 * random.uniform()), forces)
    expect(Math.abs(z)).toBeLessThan(5e-3)
    // d (1+d²)⁻² peaks at 0.325.
    expect(Math.hypot(forces[4], forces[5])).toBeLessThan(0.02 * 0.325)
  }
})

test('grid repulsion: a tiny layout, where forces all but cancel, is good to 1e-6', () => {
  expect(compare(clustered(1e-4), new GridRepulsion()).force).toBeLessThan(1e-6)
})

test('grid repulsion: forces sum to almost nothing, as every push has its counter-push', () => {
  const forces = new Float64Array(1600)
  new GridRepulsion().compute(clustered(5), forces)
  const size = forces.reduce((sum, force) => sum + Math.abs(force), 0)
  const sumX = forces.reduce((sum, force, at) => sum + (at % 2 === 0 ? force : 0), 0)
  expect(Math.abs(sumX)).toBeLessThan(2e-3 * size)
})

test('grid repulsion: coinciding points feel no force and count as neighbours at distance zero', () => {
  const positions = new Float64Array(20).fill(2)
  const forces = new Float64Array(20)
  expect(new GridRepulsion().compute(positions, forces)).toBeCloseTo(90, 6)
  for (const force of forces) expect(Math.abs(force)).toBeLessThan(1e-3)
})
