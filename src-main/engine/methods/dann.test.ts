import { describe, expect, it } from 'vitest'
import { dann } from './dann'
import { sourceOnly } from './source-only'
import { startToyTrial } from './testing/toy-trial'
import { weightsBelow } from './testing/weights-below'

const plainSgd = { optimizer: 'sgd', momentum: 0, learningRate: 0.1 }

/** Weights after one step of plain descent late in training, where λ is almost λmax. */
const afterOneStep = (prefix: string, lambdaMax: number): Promise<number[]> =>
  weightsBelow(startToyTrial(dann, { seed: 3, totalSteps: 100, params: { ...plainSgd, lambdaMax } }), prefix, (trial) =>
    trial.train({ from: 99, to: 100 }),
  )

describe('dann', () => {
  it('dann: with λ max 0 its features and label head learn exactly what source-only learns', async () => {
    const options = { seed: 3, totalSteps: 10 }
    for (const prefix of ['features/', 'head/']) {
      const withoutReversal = await weightsBelow(startToyTrial(dann, { ...options, params: { lambdaMax: 0 } }), prefix, (trial) =>
        trial.train({ from: 0, to: 10 }),
      )
      const reference = await weightsBelow(startToyTrial(sourceOnly, options), prefix, (trial) => trial.train({ from: 0, to: 10 }))
      expect(withoutReversal).toEqual(reference)
    }
  })

  it('dann: λ scales the domain gradient in the features and in nothing else', async () => {
    const [none, half, whole] = await Promise.all([0, 0.5, 1].map((lambdaMax) => afterOneStep('features/', lambdaMax)))
    const largestMove = Math.max(...whole.map((value, index) => Math.abs(value - none[index])))
    expect(largestMove).toBeGreaterThan(1e-4)
    half.forEach((value, index) => {
      expect(Math.abs(value - (none[index] + whole[index]) / 2)).toBeLessThan(1e-6)
    })
    expect(await afterOneStep('discriminator/', 1)).toEqual(await afterOneStep('discriminator/', 0))
    expect(await afterOneStep('head/', 1)).toEqual(await afterOneStep('head/', 0))
  })

  it('dann: a step with the reversed gradient leaves its batch harder for the domain classifier than one without', async () => {
    const domainLossAfterStep = async (lambdaMax: number): Promise<number> => {
      const trial = startToyTrial(dann, { seed: 3, totalSteps: 100, params: { ...plainSgd, lambdaMax } })
      try {
        await trial.train({ from: 99, to: 100 })
        return (await trial.train({ from: 99, to: 100 })).domainLoss
      } finally {
        trial.session.dispose()
      }
    }
    expect(await domainLossAfterStep(1)).toBeGreaterThan(await domainLossAfterStep(0))
  })

  it('dann: λ and the learning rate follow the paper when asked to', () => {
    const trial = startToyTrial(dann, { seed: 0, totalSteps: 1, params: { learningRate: 0.01, schedule: 'inverse-decay' } })
    const { learningRate, lambda } = trial.session.schedules(0.4)
    expect(learningRate).toBeCloseTo(0.01 / (1 + 10 * 0.4) ** 0.75, 12)
    expect(lambda).toBeCloseTo(2 / (1 + Math.exp(-10 * 0.4)) - 1, 12)
    trial.session.dispose()
  })
})
