import { describe, expect, it } from 'vitest'
import { createRandom } from '../nn/random'
import { normalTail } from './normal-tail'
import { comparePaired } from './paired-comparison'
import { wilcoxon } from './wilcoxon'

describe('wilcoxon', () => {
  it('wilcoxon: five differences of one sign cannot be rarer than two in 32', () => {
    expect(wilcoxon([1, 2, 3, 4, 5])).toMatchObject({ statistic: 0, positive: 15, method: 'exact', pValue: 2 / 32 })
    expect(wilcoxon([1, 2, 3, 4, 5], { alternative: 'greater' }).pValue).toBeCloseTo(1 / 32, 12)
  })
  it('wilcoxon: the exact p is the share of sign patterns at least as far out, also with ties and zeros', () => {
    const differences = [0, 0.5, -0.5, 1.25, 2, 2, -3]
    const ranks = [1.5, 1.5, 3, 4.5, 4.5, 6]
    const observed = 1.5 + 3 + 4.5 + 4.5
    let upper = 0
    let lower = 0
    for (let pattern = 0; pattern < 64; pattern++) {
      const sum = ranks.reduce((total, rank, index) => total + (pattern & (1 << index) ? rank : 0), 0)
      if (sum >= observed) upper++
      if (sum <= observed) lower++
    }
    expect(wilcoxon(differences).pValue).toBeCloseTo((2 * Math.min(upper, lower)) / 64, 12)
    expect(wilcoxon(differences, { alternative: 'greater' }).pValue).toBeCloseTo(upper / 64, 12)
  })
  it('wilcoxon: swapping the methods changes nothing, and no difference at all is no evidence', () => {
    const random = createRandom('wilcoxon')
    const differences = Array.from({ length: 30 }, () => random.normal() + 0.3)
    for (const method of ['exact', 'approx', 'approx-corrected'] as const) {
      const there = wilcoxon(differences, { method }).pValue
      expect(
        wilcoxon(
          differences.map((value) => -value),
          { method },
        ).pValue,
      ).toBeCloseTo(there, 10)
    }
    expect(wilcoxon([0, 0, 0]).pValue).toBe(1)
  })
  it('wilcoxon: the approximations come near the exact p for thirty differences', () => {
    const random = createRandom('near')
    const differences = Array.from({ length: 30 }, () => random.normal() + 0.4)
    const exact = wilcoxon(differences, { method: 'exact' }).pValue
    expect(Math.abs(wilcoxon(differences, { method: 'approx' }).pValue - exact)).toBeLessThan(0.005)
    expect(Math.abs(wilcoxon(differences, { method: 'approx-corrected' }).pValue - exact)).toBeLessThan(0.005)
  })
  it('normal tail: agrees with tabulated values on both sides of the switch', () => {
    expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 12)
    expect(normalTail(3.090232306167813)).toBeCloseTo(0.001, 12)
    expect(normalTail(-1)).toBeCloseTo(0.8413447460685429, 12)
  })
})

describe('paired comparison', () => {
  it('paired: only seeds that both have count, whatever their order', () => {
    const a = [2, 0, 1].map((seed) => ({ seed, value: 80 + seed }))
    const b = [0, 1, 7].map((seed) => ({ seed, value: 70 }))
    expect(comparePaired(a, b)).toMatchObject({ seeds: [0, 1], mean: 10.5, wins: 2, losses: 0, pValue: 0.5 })
    expect(comparePaired(a, [{ seed: 9, value: 1 }])).toBeNull()
  })
})
