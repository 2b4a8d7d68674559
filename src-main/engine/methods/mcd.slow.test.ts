import { describe, expect, it } from 'vitest'
import { mcd } from './mcd'
import { startToyTrial } from './testing/toy-trial'

async function afterSteps(steps: number, params: Readonly<Record<string, number>>) {
  const trial = startToyTrial(mcd, { seed: 3, totalSteps: steps, params })
  const metrics = await trial.train({ from: 0, to: steps })
  const values = (name: string): number[] => [...(trial.session.state.get(name)?.dataSync() ?? [])]
  const counts = ['classes', 'classifiers', 'features'].map((turn) => values(`optimizer/${turn}/adam/step`)[0])
  const heads = ['head', 'second'].map((part) => values(`${part}/dense1/kernel`))
  trial.session.dispose()
  return { metrics, counts, heads }
}

describe('mcd', () => {
  it('mcd: each step makes its three updates, the features’ as often as asked for', async () => {
    const { counts, heads } = await afterSteps(2, { featureUpdates: 3 })
    expect(counts).toEqual([2, 2, 6])
    expect(heads[0]).not.toEqual(heads[1])
  })
  it('mcd: more feature updates leave less disagreement', async () => {
    const disagreement = async (featureUpdates: number) => (await afterSteps(30, { featureUpdates })).metrics.discrepancy
    expect(await disagreement(4)).toBeLessThan(await disagreement(1))
  })
  it('mcd: the balance term changes what is learned', async () => {
    expect((await afterSteps(3, { balanceWeight: 0.5 })).heads).not.toEqual((await afterSteps(3, {})).heads)
  })
})
