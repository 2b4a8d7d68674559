import { describe, expect, it } from 'vitest'
import { adda } from './adda'
import { sourceOnly } from './source-only'
import { startToyTrial, type ToyTrial } from './testing/toy-trial'

const valuesOf = ({ session }: ToyTrial, prefix: string): number[] =>
  [...session.state].filter(([name]) => name.startsWith(prefix)).flatMap(([, variable]) => [...variable.dataSync()])

describe('adda', () => {
  it('adda: its source phase learns exactly what source-only learns, and predicts both domains with it', async () => {
    const [trial, reference] = [adda, sourceOnly].map((method) =>
      startToyTrial(method, { seed: 3, totalSteps: 10, params: { learningRate: 0.001 } }),
    )
    for (const one of [trial, reference]) await one.train({ from: 0, to: 5 })
    for (const prefix of ['features/', 'head/']) expect(valuesOf(trial, prefix)).toEqual(valuesOf(reference, prefix))
    await trial.train({ from: 5, to: 6 })
    expect(valuesOf(trial, 'source-features/')).toEqual(valuesOf(reference, 'features/'))
    for (const { session } of [trial, reference]) session.dispose()
  })

  it('adda: its adversarial phase holds the source extractor and the head, and changes the target extractor only', async () => {
    const trial = startToyTrial(adda, { seed: 3, totalSteps: 10 })
    await trial.train({ from: 0, to: 6 })
    const before = ['source-features/', 'head/', 'features/', 'discriminator/'].map((prefix) => valuesOf(trial, prefix))
    await trial.train({ from: 6, to: 10 })
    const after = ['source-features/', 'head/', 'features/', 'discriminator/'].map((prefix) => valuesOf(trial, prefix))
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(after[2]).not.toEqual(before[2])
    expect(after[3]).not.toEqual(before[3])
    trial.session.dispose()
  })

  it('adda: the target extractor learns to be taken for the source’s', async () => {
    const mappingLoss = async (steps: number): Promise<number> => {
      const trial = startToyTrial(adda, { seed: 3, totalSteps: 80, params: { sourceShare: 0.25 } })
      const metrics = await trial.train({ from: 0, to: steps })
      trial.session.dispose()
      return metrics.mappingLoss
    }
    expect(await mappingLoss(60)).toBeLessThan(await mappingLoss(21))
  })
})
