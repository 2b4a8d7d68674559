import { describe, expect, it } from 'vitest'
import { fineTune } from './fine-tune'
import { sourceOnly } from './source-only'
import { startToyTrial } from './testing/toy-trial'
import { weightsBelow } from './testing/weights-below'

const options = { seed: 3, totalSteps: 12 }

describe('fine-tune', () => {
  it('fine-tune: until its source part is over it is source-only, from then on the target’s labels move the weights', async () => {
    for (const prefix of ['features/', 'head/']) {
      const tuned = (to: number) => weightsBelow(startToyTrial(fineTune, options), prefix, (trial) => trial.train({ from: 0, to }))
      const plain = (to: number) => weightsBelow(startToyTrial(sourceOnly, options), prefix, (trial) => trial.train({ from: 0, to }))
      expect(await tuned(6)).toEqual(await plain(6))
      expect(await tuned(7)).not.toEqual(await plain(7))
    }
  })

  it('fine-tune: the rate falls to ρ times the schedule’s on the target', () => {
    const { session } = startToyTrial(fineTune, { ...options, params: { learningRate: 0.01, targetRate: 0.2, sourcePart: 0.4 } })
    expect(session.schedules(0.39).learningRate).toBe(0.01)
    expect(session.schedules(0.4).learningRate).toBeCloseTo(0.002, 12)
    expect([0.39, 0.4].map((progress) => session.phase?.(progress))).toEqual(['source', 'target'])
    session.dispose()
  })

  it('fine-tune: says how many labels it wants', () => {
    expect(fineTune.shots?.(fineTune.params.parse({}))).toBe(10)
    expect(fineTune.shots?.(fineTune.params.parse({ shots: 3 }))).toBe(3)
  })
})
