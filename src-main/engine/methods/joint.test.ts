import { describe, expect, it } from 'vitest'
import { joint } from './joint'
import { sourceOnly } from './source-only'
import { startToyTrial } from './testing/toy-trial'
import { weightsBelow } from './testing/weights-below'

const plainSgd = { optimizer: 'sgd', momentum: 0, learningRate: 0.1 }
const headAfterOneStep = (targetWeight: number) =>
  weightsBelow(startToyTrial(joint, { seed: 3, totalSteps: 9, params: { ...plainSgd, targetWeight } }), 'head/', (trial) =>
    trial.train({ from: 0, to: 1 }),
  )

describe('joint', () => {
  it('joint: a step is (1 − μ) of the source’s and μ of the target’s, so that μ = 0 is source-only', async () => {
    const [source, mixed, target] = [await headAfterOneStep(0), await headAfterOneStep(0.25), await headAfterOneStep(1)]
    const reference = startToyTrial(sourceOnly, { seed: 3, totalSteps: 9, params: plainSgd })
    expect(source).toEqual(await weightsBelow(reference, 'head/', (trial) => trial.train({ from: 0, to: 1 })))
    expect(Math.max(...source.map((value, at) => Math.abs(value - target[at])))).toBeGreaterThan(1e-3)
    mixed.forEach((value, at) => {
      expect(Math.abs(value - (0.75 * source[at] + 0.25 * target[at]))).toBeLessThan(1e-6)
    })
  })
})
