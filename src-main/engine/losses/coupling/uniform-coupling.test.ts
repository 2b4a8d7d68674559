import { describe, expect, it } from 'vitest'
import { createRandom, type RandomStream } from '../../nn/random'
import { uniformCoupling } from './uniform-coupling'

const randomCosts = (count: number, random: RandomStream) => Float64Array.from({ length: count }, () => 2 * random.normal())
const totalOf = (coupling: ArrayLike<number>, cost: ArrayLike<number>) =>
  Array.from(cost).reduce((sum, value, index) => sum + value * coupling[index], 0)

/** Least mean cost over all ways to pair copies of the rows with copies of the columns. */
function bruteForce(cost: ArrayLike<number>, n: number, m: number): number {
  let units = n
  while (units % m !== 0) units += n
  const columns = Array.from({ length: m }, () => units / m)
  const known = new Map<string, number>()
  const best = (unit: number): number => {
    if (unit === units) return 0
    const before = known.get(columns.join())
    if (before !== undefined) return before
    let least = Number.POSITIVE_INFINITY
    for (let column = 0; column < m; column++) {
      if (columns[column] === 0) continue
      columns[column]--
      least = Math.min(least, cost[Math.floor((unit * n) / units) * m + column] + best(unit + 1))
      columns[column]++
    }
    known.set(columns.join(), least)
    return least
  }
  return best(0) / units
}

function expectUniformMarginals(coupling: Float32Array, n: number, m: number): void {
  for (let row = 0; row < n; row++) expect(coupling.subarray(row * m, (row + 1) * m).reduce((a, b) => a + b)).toBeCloseTo(1 / n, 5)
  for (let column = 0; column < m; column++) {
    expect(coupling.filter((_, cell) => cell % m === column).reduce((a, b) => a + b)).toBeCloseTo(1 / m, 5)
  }
  expect(Math.min(...coupling)).toBeGreaterThanOrEqual(0)
}

describe('uniform coupling', () => {
  for (const [n, m] of [
    [1, 1],
    [1, 4],
    [3, 1],
    [2, 2],
    [5, 5],
    [6, 6],
    [4, 2],
    [2, 3],
    [3, 4],
    [6, 4],
  ]) {
    it(`uniform coupling: ${n} to ${m} costs what the best of all pairings costs, with uniform marginals, on 20 draws`, () => {
      const random = createRandom(`coupling/${n}/${m}`)
      for (let draw = 0; draw < 20; draw++) {
        const cost = randomCosts(n * m, random)
        const coupling = uniformCoupling(cost, n, m)
        expectUniformMarginals(coupling, n, m)
        expect(totalOf(coupling, cost)).toBeCloseTo(bruteForce(cost, n, m), 5)
      }
    })
  }

  for (const [n, m] of [
    [64, 64],
    [60, 40],
    [17, 64],
  ]) {
    it(`uniform coupling: ${n} to ${m} points of a line are joined in their order, which is optimal for squared distances`, () => {
      const random = createRandom('line')
      const sorted = (count: number) => Array.from({ length: count }, () => random.normal()).sort((a, b) => a - b)
      const [x, y] = [sorted(n), sorted(m)]
      const coupling = uniformCoupling(
        x.flatMap((from) => y.map((to) => (from - to) ** 2)),
        n,
        m,
      )
      const shared = (row: number, column: number) => Math.max(0, Math.min((row + 1) / n, (column + 1) / m) - Math.max(row / n, column / m))
      const farthest = coupling.reduce((most, mass, cell) => Math.max(most, Math.abs(mass - shared(Math.floor(cell / m), cell % m))), 0)
      expect(farthest).toBeLessThan(1e-6)
    })
  }

  it('uniform coupling: equal costs and ties still give uniform marginals', () => {
    expectUniformMarginals(uniformCoupling(new Float64Array(35).fill(3), 5, 7), 5, 7)
  })
  it('uniform coupling: a cost that is not finite is refused', () => {
    expect(() => uniformCoupling([0, Number.NaN, 1, 2], 2, 2)).toThrow('not finite')
  })
})
