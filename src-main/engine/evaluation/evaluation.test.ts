import { tInterval, tQuantile } from '@shared/domain/t-interval'
import { describe, expect, it } from 'vitest'
import { accuracyPct } from './accuracy'
import { entropyScore } from './validators/entropy'
import { infomaxScore } from './validators/infomax'

describe('accuracy', () => {
  it('accuracy: counts equal entries, and classes unknown to the source as wrong', () => {
    expect(accuracyPct([0, 1, 2, 2], [0, 1, 1, -1])).toBe(50)
  })
  it('accuracy: refuses arrays of different length and empty ones', () => {
    expect(() => accuracyPct([0], [0, 1])).toThrow(RangeError)
    expect(() => accuracyPct([], [])).toThrow(RangeError)
  })
})

describe('t-interval', () => {
  it('t quantile: equals tabulated values', () => {
    expect(tQuantile(0.975, 1)).toBeCloseTo(12.7062047, 6)
    expect(tQuantile(0.975, 2)).toBeCloseTo(4.3026527, 6)
    expect(tQuantile(0.975, 30)).toBeCloseTo(2.0422725, 6)
  })
  it('t-interval: one value has no width', () => {
    expect(tInterval([3])).toEqual({ mean: 3, halfWidth: null })
  })
})

describe('validators', () => {
  it('entropy and infomax: uniform predictions score the worst', () => {
    const uniform = new Float32Array(8).fill(0.25)
    expect(entropyScore(uniform, 4)).toBeCloseTo(-Math.log(4))
    expect(infomaxScore(uniform, 4)).toBeCloseTo(0)
  })
})
