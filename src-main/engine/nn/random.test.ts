import { describe, expect, it } from 'vitest'
import { createRandom } from './random'

const draws = (seed: number | string, count = 1000): number[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => random.uniform())
}

describe('random', () => {
  it('random: the same seed gives the same numbers, another seed others', () => {
    expect(draws(7)).toEqual(draws(7))
    expect(draws(7)).not.toEqual(draws(8))
  })
  it('random: a fork depends on its name only, not on what was drawn before', () => {
    const used = createRandom(3)
    for (let i = 0; i < 10; i++) used.uniform()
    expect(used.fork('a').uniform()).toBe(createRandom(3).fork('a').uniform())
    expect(used.fork('a').uniform()).not.toBe(used.fork('b').uniform())
  })
  it('random: uniform numbers lie in [0,1) with mean 1/2 and variance 1/12', () => {
    const values = draws(1, 20_000)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    expect(mean).toBeCloseTo(0.5, 1)
    expect(variance).toBeCloseTo(1 / 12, 2)
  })
  it('random: normal numbers are finite with mean 0 and variance 1', () => {
    const random = createRandom(2)
    const values = Array.from({ length: 20_000 }, () => random.normal())
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(values.every(Number.isFinite)).toBe(true)
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
  })
  it('random: a permutation holds every index once', () => {
    const order = createRandom(4).permutation(50)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index))
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
  })
})
