import { describe, expect, it } from 'vitest'
import { fixmatch } from './fixmatch'
import { startToyTrial } from './testing/toy-trial'

const metricsAfter = async (params: Record<string, number>) => {
  const trial = startToyTrial(fixmatch, { seed: 3, totalSteps: 40, params })
  const metrics = await trial.train({ from: 0, to: 40 })
  trial.session.dispose()
  return metrics
}

describe('fixmatch', () => {
  it('fixmatch: images below the confidence count nothing, and from τ = 0 on all of them', async () => {
    expect((await metricsAfter({ confidence: 0 })).sureSharePct).toBe(100)
    const none = await metricsAfter({ confidence: 1 })
    expect(none.sureSharePct).toBeLessThan(10)
    expect(none.consistencyLoss).toBeLessThan(0.1)
  })

  it('fixmatch: consistency is learnt, so that it ends lower with its weight than without', async () => {
    const withWeight = await metricsAfter({ confidence: 0, consistencyWeight: 2 })
    const without = await metricsAfter({ confidence: 0, consistencyWeight: 0 })
    expect(withWeight.consistencyLoss).toBeLessThan(without.consistencyLoss)
  })
})
