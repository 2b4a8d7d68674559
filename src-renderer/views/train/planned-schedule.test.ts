import { describe, expect, test } from 'vitest'
import { plannedSchedule } from './planned-schedule'

const epochs = 10
const recordedFrom = (formula: (p: number) => number, until: number) => {
  const epoch = Array.from({ length: until * 20 }, (_, i) => (i + 1) / 20)
  // As the loop records: the mean over the stretch that ends here.
  return { step: epoch.map((e) => e * 100), epoch, value: epoch.map((e) => formula((e - 0.025) / epochs)) }
}
const lambda = (max: number, gamma: number) => (p: number) => max * (2 / (1 + Math.exp(-gamma * p)) - 1)

describe('planned schedule', () => {
  test('lambda goes on to almost its maximum', () => {
    const plan = plannedSchedule('lambda', recordedFrom(lambda(1, 10), 6), { lambdaMax: 1, lambdaGamma: 10 }, epochs)
    expect(plan?.x[0]).toBe(6)
    expect(plan?.x.at(-1)).toBe(10)
    expect(plan?.y.at(-1)).toBeCloseTo(0.9999, 3)
  })

  test('the inverse decay ends where its formula says', () => {
    const params = { learningRate: 0.01, schedule: 'inverse-decay', decayAlpha: 10, decayBeta: 0.75 }
    const plan = plannedSchedule(
      'learningRate',
      recordedFrom((p) => 0.01 / (1 + 10 * p) ** 0.75, 3),
      params,
      epochs,
    )
    expect(plan?.y.at(-1)).toBeCloseTo(0.01 / 11 ** 0.75, 9)
  })

  test('nothing is drawn when the record does not follow the formula', () => {
    expect(plannedSchedule('lambda', recordedFrom(lambda(0.5, 10), 6), { lambdaMax: 1, lambdaGamma: 10 }, epochs)).toBeUndefined()
  })

  test('nothing is drawn without parameters, or when training has ended', () => {
    expect(plannedSchedule('lambda', recordedFrom(lambda(1, 10), 6), {}, epochs)).toBeUndefined()
    expect(plannedSchedule('lambda', recordedFrom(lambda(1, 10), 10), { lambdaMax: 1, lambdaGamma: 10 }, epochs)).toBeUndefined()
  })
})
