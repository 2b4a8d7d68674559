import { describe, expect, it } from 'vitest'
import { pseudoLabels } from './pseudo-labels'
import { startToyTrial } from './testing/toy-trial'

const options = { seed: 3, totalSteps: 36 }

describe('pseudo-labels', () => {
  it('pseudo-labels: α rises from 0 at a tenth of training to its maximum at six tenths', () => {
    const { session } = startToyTrial(pseudoLabels, { ...options, params: { pseudoLabelWeight: 2 } })
    const weights = [0, 0.1, 0.35, 0.6, 1].map((progress) => session.schedules(progress).pseudoLabelWeight)
    for (const [at, wanted] of [0, 0, 1, 2, 2].entries()) expect(weights[at]).toBeCloseTo(wanted, 12)
    session.dispose()
  })

  it('pseudo-labels: an epoch’s labels are the predictions before it, those below τ count nothing', async () => {
    const trial = startToyTrial(pseudoLabels, { ...options, params: { confidence: 1 } })
    await trial.train({ from: 0, to: 13 })
    expect(new Set(trial.session.state.get('kept/weight')?.dataSync())).toEqual(new Set([0]))
    trial.session.dispose()
    const all = startToyTrial(pseudoLabels, { ...options, params: { confidence: 0 } })
    await all.train({ from: 0, to: 13 })
    expect(new Set(all.session.state.get('kept/weight')?.dataSync())).toEqual(new Set([1]))
    expect(new Set(all.session.state.get('kept/pseudo-label')?.dataSync()).size).toBe(2)
    all.session.dispose()
  })
})
