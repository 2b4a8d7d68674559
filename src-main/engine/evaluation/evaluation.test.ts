import { describe, expect, it } from 'vitest'
import { goldenCases, goldenMissing, numbers, worstDeviation } from '../testing/golden'
import { accuracyPct } from './accuracy'
import { tInterval, tQuantile } from './t-interval'
import { entropyScore } from './validators/entropy'
import { infomaxScore } from './validators/infomax'
import { softmaxRows } from './validators/softmax'

describe('accuracy', () => {
  it('accuracy: counts equal entries, and classes unknown to the source as wrong', () => {
    expect(accuracyPct([0, 1, 2, 2], [0, 1, 1, -1])).toBe(50)
  })
  it('accuracy: refuses arrays of different length and empty ones', () => {
    expect(() => accuracyPct([0], [0, 1])).toThrow(RangeError)
    expect(() => accuracyPct([], [])).toThrow(RangeError)
  })
  for (const one of goldenCases('accuracy')) {
    it.skipIf(goldenMissing)(`accuracy: equals the reference on ${one.tag}`, () => {
      const got = accuracyPct(numbers(one.inputs.y_pred), numbers(one.inputs.y_true))
      expect(worstDeviation([got / 100], numbers(one.expected.accuracy), 1e-6)).toBeLessThanOrEqual(1)
    })
  }
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
  for (const one of goldenCases('t-interval')) {
    it.skipIf(goldenMissing)(`t-interval: equals the reference on ${one.tag}`, () => {
      const { mean, halfWidth } = tInterval(numbers(one.inputs.values))
      expect(
        worstDeviation([mean, halfWidth ?? Number.NaN], [...numbers(one.expected.mean), ...numbers(one.expected.half_width)], 1e-6),
      ).toBeLessThanOrEqual(1)
    })
  }
})

describe('validators', () => {
  it('entropy and infomax: uniform predictions score the worst', () => {
    const uniform = new Float32Array(8).fill(0.25)
    expect(entropyScore(uniform, 4)).toBeCloseTo(-Math.log(4))
    expect(infomaxScore(uniform, 4)).toBeCloseTo(0)
  })
  for (const [name, score] of [
    ['val-entropy', entropyScore],
    ['val-infomax', infomaxScore],
  ] as const) {
    for (const one of goldenCases(name)) {
      it.skipIf(goldenMissing)(`${name}: equals the reference on ${one.tag}`, () => {
        const classes = one.inputs.logits.shape[1]
        const probabilities = softmaxRows(Float32Array.from(numbers(one.inputs.logits)), classes)
        expect(worstDeviation([score(probabilities, classes)], numbers(one.expected.score), 1e-4)).toBeLessThanOrEqual(1)
      })
    }
  }
})
