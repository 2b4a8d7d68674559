import { describe, expect, it } from 'vitest'
import { ccsa } from './ccsa'
import { joint } from './joint'
import { startToyTrial } from './testing/toy-trial'
import { weightsBelow } from './testing/weights-below'

const options = { seed: 3, totalSteps: 60 }

describe('ccsa', () => {
  it('ccsa: without alignment it is joint training', async () => {
    const run = (method: typeof ccsa, params: Record<string, number>) =>
      weightsBelow(startToyTrial(method, { ...options, params }), 'features/', (trial) => trial.train({ from: 0, to: 3 }))
    expect(await run(ccsa, { alignmentWeight: 0, targetWeight: 0.5 })).toEqual(await run(joint, { targetWeight: 0.5 }))
  })

  it('ccsa: alignment alone draws classes of both domains together and apart', async () => {
    const trial = startToyTrial(ccsa, { ...options, params: { alignmentWeight: 1 } })
    const first = await trial.train({ from: 0, to: 1 })
    const last = await trial.train({ from: 1, to: 60 })
    expect(last.alignmentLoss).toBeLessThan(0.5 * first.alignmentLoss)
    trial.session.dispose()
  })
})
