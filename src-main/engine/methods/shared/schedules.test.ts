import { describe, expect, it } from 'vitest'
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
})
