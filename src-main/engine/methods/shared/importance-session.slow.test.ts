import { describe, expect, it } from 'vitest'
import { kliep } from '../kliep'
import { kmm } from '../kmm'
import { sourceOnly } from '../source-only'
import { startToyTrial } from '../testing/toy-trial'
import { weightsBelow } from '../testing/weights-below'

const options = { seed: 3, totalSteps: 24 }

describe.each([
  { id: 'kmm', method: kmm, params: {} },
  { id: 'kliep', method: kliep, params: {} },
  { id: 'ulsif', method: kliep, params: { estimator: 'ulsif' } },
])('$id', ({ id, method, params }) => {
  it(`${id}: is source-only while its plain part lasts`, async () => {
    const plain = await weightsBelow(startToyTrial(sourceOnly, options), 'features/', (trial) => trial.train({ from: 0, to: 6 }))
    const before = startToyTrial(method, { ...options, params: { ...params, plainPart: 0.5 } })
    const own = await weightsBelow(before, 'features/', (trial) => trial.train({ from: 0, to: 6 }))
    own.forEach((value, at) => {
      expect(Math.abs(value - plain[at])).toBeLessThan(1e-6)
    })
  })

  it(`${id}: then weighs every source image, with a mean of 1, and those near the target the most`, async () => {
    const trial = startToyTrial(method, { ...options, params: { ...params, points: 100 } })
    await trial.train({ from: 0, to: 13 })
    const weights = trial.session.state.get('kept/importance')?.dataSync() ?? []
    expect(weights.length).toBe(400)
    expect([...weights].reduce((sum, weight) => sum + weight, 0) / 400).toBeCloseTo(1, 4)
    // The target is moved towards the second class.
    const meanOf = (label: number) => [...weights].filter((_, at) => at % 2 === label).reduce((sum, weight) => sum + weight / 200, 0)
    expect(meanOf(1)).toBeGreaterThan(meanOf(0))
    trial.session.dispose()
  })
})
