import { describe, expect, it } from 'vitest'
import { digitsCnnBn } from '../../backbones/digits-cnn-bn'
import { mlp } from '../../backbones/mlp'
import { type Rank, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import type { NetworkVariable } from '../../nn/network'
import { createRandom } from '../../nn/random'
import { createVariable } from '../../nn/variables'
import { dann } from '../dann'
import type { Session } from '../method'
import { createTrainedSession } from './trained-session'
import { trainingParams } from './training-params'

const side = 16
const batch = 6
const plain = { mean: [0.5, 0.5, 0.5], std: [0.3, 0.3, 0.3] } as const

/** DANN on the backbone that has everything a state can hold: weights, running statistics, dropout counters, moments. */
function startSession(seed: number): Session {
  const random = createRandom(seed)
  return dann.start(
    {
      classes: 3,
      images: { source: batch, target: batch },
      totalSteps: 6,
      random: random.fork('method'),
      createBackbone: () => digitsCnnBn.build({ imageSize: side, normalisation: plain, random }, digitsCnnBn.params.parse({})),
    },
    dann.params.parse({}),
  )
}

/** Does steps from..to-1 on images that depend on the step only. */
function train(session: Session, from: number, to: number): void {
  for (let step = from; step < to; step++) {
    tf.tidy(() => {
      const images = (seed: number) => tf.randomUniform<Rank.R4>([batch, side, side, 3], 0, 1, 'float32', seed)
      const index = tf.range(0, batch, 1, 'int32')
      const schedules = Object.entries(session.schedules(step / 6)).map(([name, value]) => [name, tf.scalar(value)])
      session.step(
        { source: { x: images(step + 1), index, y: tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32') }, target: { x: images(step + 101), index } },
        Object.fromEntries(schedules),
        'all',
      )
    })
  }
}

const stateOf = (session: Session): Map<string, string> =>
  new Map([...session.state].map(([name, variable]) => [name, Buffer.from(variable.dataSync().slice().buffer).toString('base64')]))

describe('trained session', () => {
  it('trained session: names every variable by its place, and counts statistics but no counters or slots among the weights', () => {
    const session = startSession(1)
    for (const name of ['features/conv1/kernel', 'features/bn1/running-mean', 'features/input/mean', 'discriminator/dense2/bias']) {
      expect(session.weights).toContain(name)
    }
    for (const name of ['features/dropout/counter', 'optimizer/adam/m', 'optimizer/adam/step']) {
      expect([...session.state.keys()]).toContain(name)
      expect(session.weights).not.toContain(name)
    }
    session.dispose()
  })

  it('trained session: with dropout and batch norm, a restored state goes on bit by bit as if never stopped', () => {
    const [straight, first, second] = [startSession(1), startSession(1), startSession(2)]
    train(straight, 0, 6)
    train(first, 0, 3)
    for (const [name, variable] of second.state) {
      const stored = first.state.get(name)
      if (stored === undefined) throw new Error(`${name} is missing from the state`)
      tf.tidy(() => variable.assign(tf.tensor(stored.dataSync(), stored.shape, stored.dtype)))
    }
    train(second, 3, 6)
    expect(stateOf(second)).toEqual(stateOf(straight))
    for (const session of [straight, first, second]) session.dispose()
  })

  it('trained session: a step changes every trained variable, running statistic, counter and moment', () => {
    const session = startSession(1)
    const before = stateOf(session)
    train(session, 1, 2)
    const unchanged = [...stateOf(session)].filter(([name, value]) => before.get(name) === value).map(([name]) => name)
    // The label head never sees target features in training, so it has no statistics of theirs.
    expect(unchanged).toEqual([
      'features/input/mean',
      'features/input/std',
      ...[...before.keys()].filter((name) => /^head\/.*target-running/.test(name)),
    ])
    session.dispose()
  })

  it('trained session: a phase changes the parts it trains and no others, with an optimizer of its own; what is kept is state and no weight', async () => {
    const random = createRandom(1)
    const { features, createHead } = mlp.build({ imageSize: 8, normalisation: plain, random }, mlp.params.parse({ hiddenUnits: 4 }))
    const head = createHead(2)
    const seen: string[] = []
    const session = createTrainedSession({
      parts: { features, head },
      params: trainingParams.parse({}),
      phases: [
        { name: 'both', until: 0.5 },
        { name: 'frozen', until: 1, trains: ['features'] },
      ],
      kept: [createVariable('weight', tf.ones([6]), 'table')],
      objective({ source }, _, phase) {
        seen.push(phase)
        const loss = crossEntropy(head.forward(features.forward(source.x, { training: true }), { training: true }), source.y)
        return { loss, metrics: { classLoss: loss } }
      },
    })
    expect([0, 0.49, 0.5, 0.99].map((progress) => session.phase?.(progress))).toEqual(['both', 'both', 'frozen', 'frozen'])
    expect(session.state.has('kept/weight')).toBe(true)
    expect(session.weights).not.toContain('kept/weight')
    const entries = (part: { readonly variables: readonly NetworkVariable[] }): number =>
      part.variables.filter(({ role }) => role === 'trained').reduce((sum, { variable }) => sum + variable.size, 0)
    expect(session.state.get('optimizer/frozen/adam/m')?.shape).toEqual([entries(features)])
    expect(session.state.get('optimizer/both/adam/m')?.shape).toEqual([entries(features) + entries(head)])
    const before = stateOf(session)
    tf.tidy(() => {
      const source = { x: tf.ones<Rank.R4>([6, 8, 8, 3]), y: tf.tensor1d([0, 1, 0, 1, 0, 1], 'int32'), index: tf.range(0, 6, 1, 'int32') }
      session.step({ source }, { learningRate: tf.scalar(0.1) }, 'frozen')
    })
    const changed = [...stateOf(session)].filter(([name, value]) => before.get(name) !== value).map(([name]) => name)
    expect(seen).toEqual(['frozen'])
    expect(changed).toContain('features/dense1/kernel')
    expect(changed.filter((name) => name.startsWith('head/') || name.startsWith('optimizer/both'))).toEqual([])
    session.dispose()
  })
})
