import { describe, expect, it } from 'vitest'
import { goldenCases, goldenMissing, numbers, worstDeviation } from '../../testing/golden'
import { adversarialWeightAt, learningRateAt } from './schedules'

describe('schedules', () => {
  it('learning rate: constant, or μ₀/(1 + α·p)^β', () => {
    const decay = { learningRate: 0.01, decayAlpha: 10, decayBeta: 0.75 }
    expect(learningRateAt(0.7, { ...decay, schedule: 'constant' })).toBe(0.01)
    expect(learningRateAt(0, { ...decay, schedule: 'inverse-decay' })).toBe(0.01)
    expect(learningRateAt(1, { ...decay, schedule: 'inverse-decay' })).toBeCloseTo(0.01 / 11 ** 0.75, 12)
  })
  it('λ: 2/(1 + e^(−γp)) − 1 rises from 0, is almost 1 at the end, and scales with its maximum', () => {
    expect(adversarialWeightAt(0, { lambdaMax: 1, lambdaGamma: 10 })).toBe(0)
    expect(adversarialWeightAt(1, { lambdaMax: 1, lambdaGamma: 10 })).toBeCloseTo(0.9999092, 7)
    expect(adversarialWeightAt(0.3, { lambdaMax: 0.5, lambdaGamma: 10 })).toBeCloseTo(0.5 * (2 / (1 + Math.exp(-3)) - 1), 12)
  })
  for (const one of goldenCases('dann')) {
    it.skipIf(goldenMissing)(`λ: equals the reference coefficient on ${one.tag}`, () => {
      const { alpha, iter, max_iters: steps } = one.params as { alpha: number; iter: number; max_iters: number }
      const lambda = adversarialWeightAt(iter / steps, { lambdaMax: 1, lambdaGamma: alpha })
      expect(worstDeviation([lambda], numbers(one.expected.coeff), 1e-4)).toBeLessThanOrEqual(1)
    })
  }
  for (const one of goldenCases('lr-schedules').filter((each) => each.expected.inverse_dann !== undefined)) {
    it.skipIf(goldenMissing)(`learning rate: inverse decay equals the reference on ${one.tag}`, () => {
      const [learningRate] = numbers(one.inputs.lr)
      const { n_total: steps } = one.params as { n_total: number }
      const rates = Array.from({ length: steps }, (_, step) =>
        learningRateAt(step / steps, { learningRate, schedule: 'inverse-decay', decayAlpha: 10, decayBeta: 0.75 }),
      )
      expect(worstDeviation(rates, numbers(one.expected.inverse_dann), 1e-4)).toBeLessThanOrEqual(1)
    })
  }
})
