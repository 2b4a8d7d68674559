import { describe, expect, it } from 'vitest'
import { adversarialWeightAt, learningRateAt, type RateParams } from './schedules'
import { trainingParams } from './training-params'

const rates = (schedule: RateParams['schedule'], params: Partial<RateParams>, progress: readonly number[]): number[] => {
  const all: RateParams = { ...trainingParams.parse({}), learningRate: 0.01, schedule, ...params }
  return progress.map((p) => learningRateAt(p, all))
}

describe('schedules', () => {
  it('learning rate: constant stays, inverse decay is μ₀/(1 + α·p)^β', () => {
    expect(rates('constant', {}, [0, 0.7, 1])).toEqual([0.01, 0.01, 0.01])
    const [first, last] = rates('inverse-decay', { decayAlpha: 10, decayBeta: 0.75 }, [0, 1])
    expect(first).toBe(0.01)
    expect(last).toBeCloseTo(0.01 / 11 ** 0.75, 12)
  })
  it('learning rate: step multiplies by its factor at every stretch, also where progress is a rounding below one', () => {
    const tenths = Array.from({ length: 10 }, (_, step) => step / 10)
    const stretches = rates('step', { stepEvery: 0.3, stepFactor: 0.5 }, tenths).map((rate) => Math.round(Math.log2(0.01 / rate)))
    expect(stretches).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3])
  })
  it('learning rate: cosine falls from μ₀ over its middle to its floor', () => {
    const [first, middle, last] = rates('cosine', { rateFloor: 0.1 }, [0, 0.5, 1])
    expect([first, middle, last].map((rate) => Number(rate.toFixed(12)))).toEqual([0.01, 0.0055, 0.001])
  })
  it('learning rate: cosine with warm-up climbs in a straight line, then falls over its middle to its floor', () => {
    const all = rates('warm-cosine', { warmUp: 0.2, rateFloor: 0.1 }, [0, 0.1, 0.2, 0.6, 1])
    expect(all.map((rate) => Number(rate.toFixed(12)))).toEqual([0, 0.005, 0.01, 0.0055, 0.001])
    expect(rates('warm-cosine', { warmUp: 0 }, [0, 1])).toEqual([0.01, 0])
  })
  it('learning rate: one cycle climbs from a 25th to its peak at the end of the warm-up, and falls to almost nothing', () => {
    const [first, peak, last] = rates('one-cycle', { warmUp: 0.3 }, [0, 0.3, 1])
    expect(first).toBeCloseTo(0.0004, 12)
    expect(peak).toBeCloseTo(0.01, 12)
    expect(last).toBeCloseTo(4e-8, 12)
    const up = rates('one-cycle', { warmUp: 0.3 }, [0, 0.1, 0.2, 0.3])
    expect(up).toEqual([...up].sort((a, b) => a - b))
    expect(rates('one-cycle', { warmUp: 0 }, [0])).toEqual([0.01])
  })
  it('λ: 2/(1 + e^(−γp)) − 1 rises from 0, is almost 1 at the end, and scales with its maximum', () => {
    expect(adversarialWeightAt(0, { lambdaMax: 1, lambdaGamma: 10 })).toBe(0)
    expect(adversarialWeightAt(1, { lambdaMax: 1, lambdaGamma: 10 })).toBeCloseTo(0.9999092, 7)
    expect(adversarialWeightAt(0.3, { lambdaMax: 0.5, lambdaGamma: 10 })).toBeCloseTo(0.5 * (2 / (1 + Math.exp(-3)) - 1), 12)
  })
})
