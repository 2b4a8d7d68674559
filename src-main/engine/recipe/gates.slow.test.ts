/** Every gate passes on a sound study and fails, or warns, on one that was built to fail it. */
import type { Gate } from '@shared/domain/recipe'
import type { RunResult } from '@shared/domain/run'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Tensor2D, tf } from '../backend/tensorflow'
import type { ImportedDomain } from '../data/imported-domain'
import { inspectPair } from '../inspection/inspect-pair'
import { type Paint, paintedDomain, texture } from '../inspection/testing/painted-domain'
import { relu } from '../nn/layers/stateless'
import { createRandom } from '../nn/random'
import type { RecipeEvidence } from './gate'
import { proposeNetwork } from './propose-network'
import { gates, judgeGates } from './registry'
import { judged, soundErrors, soundEvidence, soundMetrics, toyRun, toySetup } from './testing/toy-evidence'
import { faultyNetwork, measureToy, soundNetwork, toySource } from './testing/toy-network'

let sound: RecipeEvidence
/** Gates that have failed, or warned, on a study of this file. */
const spoiltGates = new Set<string>()
const stateOf = (id: string, evidence: RecipeEvidence): Gate => {
  const gate = judgeGates(evidence).find((one) => one.id === id)
  if (gate === undefined) throw new Error(`there is no gate ${id}`)
  if (gate.state === 'fail' || gate.state === 'warn') spoiltGates.add(id)
  return gate
}
const spoilt = (changes: Partial<RecipeEvidence>): RecipeEvidence => ({ ...sound, ...changes })

async function dataOf(source: ImportedDomain, target: ImportedDomain = paintedDomain({ role: 'target', paint: texture(120, 55) })) {
  const inspection = await inspectPair({ source, target, testFraction: 0.2 })
  return { inspection, source: source.summary }
}

beforeAll(async () => {
  const data = await dataOf(paintedDomain({ paint: texture() }))
  const checks = await measureToy(soundNetwork({ learningRate: 0.01 }))
  sound = { ...soundEvidence(), data, checks }
})

describe('gates', () => {
  it('gates: ids are unique, and every text is there', () => {
    expect(new Set(gates.map(({ id }) => id)).size).toBe(gates.length)
    for (const { title, question, measures, expected } of gates)
      for (const text of [title, question, measures, expected]) expect(text).not.toBe('')
  })
  it('gates: all pass on a sound study', () => {
    expect(
      judgeGates(sound)
        .filter(({ state }) => state !== 'pass')
        .map(({ id, state, evidence }) => `${id}: ${state} ${evidence}`),
    ).toEqual([])
  })
  it('gates: where nothing is known all wait, and say for what', () => {
    const nothing = { ...sound, data: null, proposal: null, checks: null, run: null, curves: [], convergence: null, errors: null }
    for (const gate of judgeGates(nothing)) {
      expect(gate.state).toBe('waits')
      expect(gate.value).not.toBe('')
    }
  })
})

describe('data gates', () => {
  const failing = async (id: string, source: ImportedDomain, target?: ImportedDomain) =>
    stateOf(id, spoilt({ data: await dataOf(source, target) }))

  it('gate classes-balanced: fails on one image in eleven, and offers balanced batches', async () => {
    const gate = await failing('classes-balanced', paintedDomain({ paint: texture(), count: 60, classOf: (index) => (index < 5 ? 1 : 0) }))
    expect(gate).toMatchObject({ state: 'fail', value: 'largest ÷ smallest 11.00' })
    expect(gate.remedy?.does).toEqual({ kind: 'prepare', change: { settings: { balancedBatches: true } } })
  })
  it('gate no-leaks: fails where a test image is a copy of a training image', async () => {
    const marks = (index: number) => ({ side: index < 20 ? 'train' : 'test' }) as const
    const gate = await failing('no-leaks', paintedDomain({ paint: texture(), copyOf: (index) => (index === 25 ? 3 : null), marks }))
    expect(gate).toMatchObject({ state: 'fail', remedy: { does: { kind: 'fix', code: 'split-leak' } } })
  })
  it('gate few-outliers: warns of the image that is like no other', async () => {
    const paint: Paint = (at) => (at.index === 7 ? [at.x * 16, 255 - at.y * 16, 0] : texture(128, 12)(at))
    expect((await failing('few-outliers', paintedDomain({ paint }))).state).toBe('warn')
  })
  it('gate preprocessing-matches: fails where one side fills a small part of the range', async () => {
    const gate = await failing(
      'preprocessing-matches',
      paintedDomain({ paint: texture() }),
      paintedDomain({ role: 'target', paint: texture(20, 18) }),
    )
    expect(gate).toMatchObject({ state: 'fail', remedy: { does: { kind: 'fix', code: 'value-range' } } })
  })
  it('gate no-shortcuts: warns where brightness alone tells a class', async () => {
    const paint: Paint = (at) => texture(at.index % 2 === 0 ? 60 : 190, 40)(at)
    expect((await failing('no-shortcuts', paintedDomain({ paint }))).state).toBe('warn')
  })
})

describe('gates of the first architecture', () => {
  it('gate standard-start: warns of another network, and offers the proposed one', () => {
    const gate = stateOf('standard-start', spoilt({ setup: { ...toySetup, backbone: 'mlp' } }))
    expect(gate).toMatchObject({ state: 'warn', remedy: { does: { change: { backbone: 'digits-cnn-bn' } } } })
  })
  it('proposal: size and shape decide, and the reason names them', () => {
    const shape = { images: 4050, classes: 10, imageSize: 28, saturation: 0, contrast: 0.3 }
    expect(proposeNetwork(shape)).toMatchObject({ backbone: 'digits-cnn-bn', optimizer: 'adam', batch: 64 })
    expect(proposeNetwork({ ...shape, imageSize: 8 }).backbone).toBe('mlp')
    expect(proposeNetwork({ ...shape, contrast: 0 }).backbone).toBe('mlp')
    expect(proposeNetwork({ ...shape, imageSize: 48, saturation: 0.3 }).backbone).toBe('resnet-bn')
    expect(proposeNetwork({ ...shape, images: 60_000 })).toMatchObject({ optimizer: 'sgd', learningRate: 0.01 })
    expect(proposeNetwork({ ...shape, images: 120 }).batch).toBeLessThan(32)
  })
  it('gates initial-loss and inputs-normalised: fail where pixels reach the network a hundred times too large', async () => {
    const checks = await measureToy(faultyNetwork({ input: { mean: [0, 0, 0], std: [0.005, 0.005, 0.005] } }))
    expect(stateOf('inputs-normalised', spoilt({ checks })).state).toBe('fail')
    expect(stateOf('initial-loss', spoilt({ checks })).state).toBe('fail')
  })
  it('gates input-matters and capacity-helps: do not pass where labels have nothing to do with the images', async () => {
    const random = createRandom('noise')
    const images = { ...toySource, labels: toySource.labels.map(() => random.integer(2)) }
    const checks = await measureToy(soundNetwork({ learningRate: 1e-4 }), { images, smaller: [soundNetwork({ learningRate: 1e-4 }, 4)] })
    expect(stateOf('input-matters', spoilt({ checks })).state).not.toBe('pass')
    expect(stateOf('capacity-helps', spoilt({ checks })).state).not.toBe('pass')
  })
  it('gates overfits-one-batch and gradients-flow: fail on dead units, and the tree says so', async () => {
    const dead = faultyNetwork({ layers: { variables: [], forward: (x, pass) => relu<Tensor2D>().forward(tf.sub(x, 100), pass) } })
    const checks = await measureToy(dead)
    expect(stateOf('overfits-one-batch', spoilt({ checks }))).toMatchObject({ state: 'fail', value: 'dead relus' })
    expect(stateOf('gradients-flow', spoilt({ checks })).state).toBe('fail')
  })
})

describe('gates of evaluation', () => {
  it('gate curve-healthy: fails on an overfitted curve with its remedy, warns of one that still falls', () => {
    expect(stateOf('curve-healthy', spoilt({ curves: [judged('healthy'), judged('overfitting')] }))).toMatchObject({
      state: 'fail',
      remedy: { does: { kind: 'prepare', change: { settings: { augmentShift: 2 } } } },
    })
    expect(stateOf('curve-healthy', spoilt({ curves: [judged('still-falling')] })).state).toBe('warn')
  })
  it('gate curve-healthy: a loss that stays high is not blamed on a high rate where one batch is learnt only at a higher one', () => {
    const setup = { ...toySetup, settings: { learningRate: 0.001 } }
    const remedyTo = (learningRate: number) => ({ label: '', does: { kind: 'prepare', change: { settings: { learningRate } } } }) as const
    const judgedWith = (learningRate: number) => {
      const { checks } = sound
      if (checks === null) throw new Error('the sound study has been measured')
      const fit = { ...checks.fit, solvedAt: null, remedy: remedyTo(learningRate) }
      return stateOf('curve-healthy', spoilt({ setup, checks: { ...checks, fit }, curves: [judged('rate-too-high')] }))
    }
    expect(judgedWith(0.01)).toMatchObject({ state: 'fail', value: 'learning rate too low', remedy: remedyTo(0.01) })
    expect(judgedWith(0.0001).value).toContain('learning rate too high')
  })
  it('gate converged: warns while the loss moves, and offers more epochs', () => {
    expect(stateOf('converged', spoilt({ convergence: { settled: false, epoch: null, drift: -0.2 } }))).toMatchObject({
      state: 'warn',
      remedy: { does: { change: { epochs: 15 } } },
    })
  })
  it('gate enough-seeds: warns of a single seed', () => {
    expect(stateOf('enough-seeds', spoilt({ run: toyRun({ seeds: [0] }) })).state).toBe('warn')
  })
  it('gate errors-scattered: warns where one kind takes most errors, and where they share an attribute', () => {
    const heap = { ...soundErrors, errors: 20, clusters: [{ ...soundErrors.clusters[0], count: 14, ofErrorsPct: 70 }] }
    expect(stateOf('errors-scattered', spoilt({ errors: heap }))).toMatchObject({ state: 'warn', value: "'4' taken for '9'" })
    const dark = { ...soundErrors, attributes: [{ attribute: 'darker', effect: -1.2 }] }
    expect(stateOf('errors-scattered', spoilt({ errors: dark })).value).toBe('errors are darker')
  })
  it('gate calibrated: a model that is too modest without label smoothing is trained longer', () => {
    const modest = { ...soundErrors, ecePct: 22, reliability: [{ count: 450, confidencePct: 50, accuracyPct: 72 }] }
    const remedyOf = (settings: Record<string, number>) =>
      stateOf('calibrated', spoilt({ errors: modest, setup: { ...toySetup, settings } })).remedy?.does
    expect(remedyOf({ labelSmoothing: 0.2 })).toMatchObject({ change: { settings: { labelSmoothing: 0 } } })
    expect(remedyOf({})).toMatchObject({ change: { epochs: 20 } })
  })
  it('gate calibrated: fails on a model that is sure of everything', () => {
    const sure = { ...soundErrors, ecePct: 22, reliability: [{ count: 450, confidencePct: 99, accuracyPct: 77 }] }
    expect(stateOf('calibrated', spoilt({ errors: sure }))).toMatchObject({
      state: 'fail',
      remedy: { does: { change: { settings: { labelSmoothing: 0.1 } } } },
    })
  })
})

describe('gates of adaptation', () => {
  const withMetrics = (name: string, value: (epoch: number) => number) =>
    spoilt({ run: toyRun({ metrics: soundMetrics({ [name]: value }) }) })

  it('gate source-good-enough: fails where the source is hardly learnt', () => {
    expect(
      stateOf(
        'source-good-enough',
        withMetrics('sourceAccuracyPct', () => 45),
      ).state,
    ).toBe('fail')
  })
  it('gate discriminator-balanced: fails where it has won, and where it is blind, with opposite remedies', () => {
    const lambdaAfter = (value: number) =>
      stateOf(
        'discriminator-balanced',
        withMetrics('domainAccuracyPct', () => value),
      ).remedy?.does
    expect(lambdaAfter(99)).toMatchObject({ change: { settings: { lambdaMax: 2 } } })
    expect(lambdaAfter(50)).toMatchObject({ change: { settings: { lambdaMax: 0.3 } } })
  })
  it('gate lambda-rises: fails at zero and warns where it sets in at once', () => {
    expect(
      stateOf(
        'lambda-rises',
        withMetrics('lambda', () => 0),
      ).state,
    ).toBe('fail')
    expect(
      stateOf(
        'lambda-rises',
        withMetrics('lambda', () => 1),
      ).state,
    ).toBe('warn')
  })
  it('gate target-classes-spread: fails on a collapse', () => {
    expect(
      stateOf(
        'target-classes-spread',
        withMetrics('targetLargestClassPct', () => 97),
      ).state,
    ).toBe('fail')
  })
  it('gate target-classes-spread: waits where the target has other classes than the source', () => {
    const run = toyRun({ metrics: soundMetrics({ targetLargestClassPct: () => 97 }) })
    const fewShot = {} as NonNullable<RunResult['runs'][number]['fewShot']>
    const result = run.result && { ...run.result, runs: run.result.runs.map((trial) => ({ ...trial, fewShot })) }
    expect(stateOf('target-classes-spread', spoilt({ run: { ...run, result } })).state).toBe('waits')
  })
  it('gate no-negative-transfer: fails under source-only, warns where nothing is decided; either way it says that labels were seen', () => {
    const lost = stateOf('no-negative-transfer', spoilt({ run: toyRun({ gains: [-10, -11, -9] }) }))
    const undecided = stateOf('no-negative-transfer', spoilt({ run: toyRun({ gains: [-10, 12, 3] }) }))
    expect([lost.state, undecided.state]).toEqual(['fail', 'warn'])
    for (const { evidence, remedy } of [lost, undecided]) {
      expect(remedy?.does.kind).toBe('prepare')
      expect(evidence).toContain('a choice made now is made after they were seen')
    }
  })
})

it('gates: each has a study above that it does not let pass', () => {
  expect([...spoiltGates].sort()).toEqual(gates.map(({ id }) => id).sort())
})
