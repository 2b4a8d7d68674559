/** Freezing, block rates and the pull to the first weights, on a small network whose weights can be looked at. */
import { freezingStages } from '@shared/domain/freezing'
import { describe, expect, it } from 'vitest'
import { digitsCnnBn } from '../../backbones/digits-cnn-bn'
import { type Rank, tf } from '../../backend/tensorflow'
import { createRandom } from '../../nn/random'
import { findMethod } from '../registry'
import { startToyTrial, type ToyTrial } from '../testing/toy-trial'
import { trainingParams } from './training-params'
import { stagePhases } from './transfer-stages'

const usual = trainingParams.parse({})

type Weights = ReadonlyMap<string, Float32Array>
const weightsOf = ({ session }: ToyTrial): Weights =>
  new Map(session.weights.map((name) => [name, session.state.get(name)?.dataSync() as Float32Array]))

/** Weights before and after `steps` of source-only with these parameters. */
async function trained(params: Record<string, string | number>, { steps = 4, method = 'source-only' } = {}) {
  const trial = startToyTrial(findMethod(method), { seed: 1, totalSteps: 8, params })
  try {
    const before = weightsOf(trial)
    await trial.train({ from: 0, to: steps })
    return { before, after: weightsOf(trial) }
  } finally {
    trial.dispose()
  }
}

const moved = ({ before, after }: { readonly before: Weights; readonly after: Weights }, name: string): number =>
  Math.hypot(...[...(after.get(name) ?? [])].map((value, index) => value - (before.get(name)?.[index] ?? 0)))

const [low, high, head] = ['features/dense1/kernel', 'features/dense2/kernel', 'head/dense1/kernel']

describe('transfer', () => {
  it('transfer: a linear probe leaves the extractor as it was and trains the head', async () => {
    const weights = await trained({ trained: 'linear-probe' })
    expect([moved(weights, low), moved(weights, high)]).toEqual([0, 0])
    expect(moved(weights, head)).toBeGreaterThan(0)
  })

  it('transfer: of the last blocks so many are trained as are asked for', async () => {
    const weights = await trained({ trained: 'last-blocks', lastBlocks: 1 })
    expect(moved(weights, low)).toBe(0)
    expect(moved(weights, high)).toBeGreaterThan(0)
  })

  it('transfer: gradual unfreezing frees the blocks from the head on, each at its progress', async () => {
    const gradual = { trained: 'gradual', unfreezePart: 1 }
    const early = await trained(gradual, { steps: 4 })
    expect([moved(early, low), moved(early, high)]).toEqual([0, 0])
    const later = await trained(gradual, { steps: 6 })
    expect(moved(later, low)).toBe(0)
    expect(moved(later, high)).toBeGreaterThan(0)
    expect(freezingStages({ ...usual, trained: 'gradual' }, 18).map(({ frozen }) => frozen)).toEqual([18, 14, 9, 5, 0])
  })

  it('transfer: a phase of the method is cut where blocks are freed, and begins once', () => {
    const phases = [
      { name: 'source', until: 0.5 },
      { name: 'target', until: 1 },
    ]
    const staged = stagePhases(phases, [
      { from: 0, frozen: 2 },
      { from: 0.5, frozen: 1 },
      { from: 0.75, frozen: 0 },
    ])
    expect(staged.map(({ name, until, opens }) => [name, until, opens])).toEqual([
      ['source-2-frozen', 0.5, true],
      ['target-1-frozen', 0.75, true],
      ['target-0-frozen', 1, false],
    ])
  })

  it('transfer: with Adam, whose first step is as long as its rate, a block moves by rate·f^(blocks above it)', async () => {
    const weights = await trained({ blockRate: 0.5, learningRate: 0.01 }, { steps: 1 })
    const longest = (name: string) =>
      Math.max(...[...(weights.after.get(name) ?? [])].map((value, index) => Math.abs(value - (weights.before.get(name)?.[index] ?? 0))))
    expect(longest(head)).toBeCloseTo(0.01, 4)
    expect(longest(high)).toBeCloseTo(0.005, 4)
    expect(longest(low)).toBeCloseTo(0.0025, 4)
  })

  it('transfer: the pull draws the extractor back to where it began, and not the head', async () => {
    const sgd = { optimizer: 'sgd', momentum: 0, learningRate: 0.1 }
    const [free, pulled] = [await trained({ ...sgd }, { steps: 2 }), await trained({ ...sgd, startPull: 1 }, { steps: 2 })]
    // After the first step, which is the same, (1 − rate·α) of the way is left, plus the second gradient.
    expect(moved(pulled, high)).toBeLessThan(moved(free, high))
    const first = await trained({ ...sgd, startPull: 1 }, { steps: 1 })
    expect(moved(first, high)).toBeCloseTo(moved(await trained(sgd, { steps: 1 }), high), 6)
  })

  it('transfer: a frozen block keeps its statistics while those above it move', () => {
    tf.tidy(() => {
      const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.3, 0.3, 0.3] } as const
      const context = { imageSize: 16, normalisation, random: createRandom('frozen') }
      const { features } = digitsCnnBn.build(context, digitsCnnBn.params.parse({}))
      const statistics = () =>
        features.variables.filter(({ role }) => role === 'statistic').map(({ name, variable }) => [name, [...variable.dataSync()]])
      const before = new Map(statistics() as [string, number[]][])
      features.freeze(1)
      features.forward(tf.randomUniform<Rank.R4>([4, 16, 16, 3], 0, 1, 'float32', 1), { training: true })
      const changed = (statistics() as [string, number[]][]).filter(([name, values]) => String(values) !== String(before.get(name)))
      expect(changed.map(([name]) => name)).toEqual(['bn2/running-mean', 'bn2/running-variance'])
    })
  })

  it('transfer: a method with a part that trains the features alone refuses a linear probe in words', async () => {
    await expect(trained({ trained: 'linear-probe' }, { method: 'mcd' })).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'settings.trained',
    })
  })
})
