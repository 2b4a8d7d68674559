/** What the adaptation term of each method does to the network, and that nothing else differs from source-only. */
import { describe, expect, it } from 'vitest'
import { type Rank, tf } from '../backend/tensorflow'
import { afn } from './afn'
import { bsp } from './bsp'
import { cdan } from './cdan'
import { cdanE } from './cdan-e'
import { dan } from './dan'
import { deepCoral } from './deep-coral'
import { deepjdot } from './deepjdot'
import { jan } from './jan'
import { mcc } from './mcc'
import { mdd } from './mdd'
import type { MethodDefinition } from './method'
import { sourceOnly } from './source-only'
import { blobSide } from './testing/shifted-blobs'
import { startToyTrial } from './testing/toy-trial'

interface Row {
  readonly method: MethodDefinition
  /** Parameters that take the term away. */
  readonly off: Readonly<Record<string, number>>
  /** The metric that the term lowers, against training without it. */
  readonly lowers: string
}

const rows: readonly Row[] = [
  { method: cdan, off: { lambdaMax: 0 }, lowers: 'domainAccuracyPct' },
  { method: cdanE, off: { lambdaMax: 0 }, lowers: 'domainAccuracyPct' },
  { method: mdd, off: { lambdaMax: 0 }, lowers: 'disparity' },
  { method: dan, off: { lambdaMax: 0 }, lowers: 'discrepancy' },
  { method: jan, off: { lambdaMax: 0 }, lowers: 'discrepancy' },
  { method: deepCoral, off: { discrepancyWeight: 0 }, lowers: 'discrepancy' },
  { method: mcc, off: { discrepancyWeight: 0 }, lowers: 'confusion' },
  { method: bsp, off: { lambdaMax: 0, spectralWeight: 0 }, lowers: 'domainAccuracyPct' },
  { method: afn, off: { discrepancyWeight: 0 }, lowers: 'normLoss' },
]

/** Weights of the network that predicts, and the last step's metrics, after `steps` steps. */
async function train(method: MethodDefinition, params: Row['off'], steps: number) {
  const trial = startToyTrial(method, { seed: 3, totalSteps: steps, params })
  try {
    const metrics = await trial.train({ from: 0, to: steps })
    const predicting = [...trial.session.state].filter(([name]) => /^(features|head)\//.test(name))
    return { metrics, weights: predicting.flatMap(([, variable]) => [...variable.dataSync()]) }
  } finally {
    trial.session.dispose()
  }
}

describe.each(rows.map((row) => ({ id: row.method.id, ...row })))('$id', ({ id, method, off, lowers }) => {
  it(`${id}: without its term it learns exactly what source-only learns`, async () => {
    expect((await train(method, off, 5)).weights).toEqual((await train(sourceOnly, {}, 5)).weights)
  })
  it(`${id}: its term lowers ${lowers}`, async () => {
    const [without, within] = [await train(method, off, 20), await train(method, {}, 20)]
    expect(within.metrics[lowers]).toBeLessThan(without.metrics[lowers])
  })
})

describe('options', () => {
  it('deepjdot: without weights it learns exactly what source-only learns, with them it does not', async () => {
    const [off, on, reference] = [
      await train(deepjdot, { featureWeight: 0, labelWeight: 0 }, 5),
      await train(deepjdot, {}, 5),
      await train(sourceOnly, {}, 5),
    ]
    expect(off.weights).toEqual(reference.weights)
    expect(on.weights).not.toEqual(reference.weights)
  })
  it('deepjdot: hands its step a coupling with uniform marginals', () => {
    const trial = startToyTrial(deepjdot, { seed: 3, totalSteps: 1 })
    tf.tidy(() => {
      const images = (seed: number) => tf.randomUniform<Rank.R4>([4, blobSide, blobSide, 3], 0, 1, 'float32', seed)
      const index = tf.tensor1d([0, 1, 2, 3], 'int32')
      const batch = { source: { x: images(1), y: tf.tensor1d([0, 1, 0, 1], 'int32'), index }, target: { x: images(2), index } }
      const { coupling } = trial.session.beforeStep?.(batch, 'all') ?? {}
      for (const axis of [0, 1]) expect([...tf.sum(coupling, axis).dataSync()]).toEqual([0.25, 0.25, 0.25, 0.25])
    })
    trial.session.dispose()
  })
  it('cdan: a random map stands for products beyond the limit, and its matrices are part of the state', async () => {
    const params = { outerLimit: 10, randomDimensions: 7 }
    const trial = startToyTrial(cdan, { seed: 3, totalSteps: 1, params })
    expect(trial.session.state.get('map/features')?.shape).toEqual([32, 7])
    expect(trial.session.state.get('map/predictions')?.shape).toEqual([2, 7])
    expect(trial.session.state.get('discriminator/dense1/kernel')?.shape).toEqual([7, 32])
    trial.session.dispose()
    expect((await train(cdan, params, 3)).weights).not.toEqual((await train(cdan, {}, 3)).weights)
  })
  it('bsp: the spectral weight lowers the largest singular values', async () => {
    const spectral = async (spectralWeight: number) => (await train(bsp, { lambdaMax: 0, spectralWeight }, 20)).metrics.spectralLoss
    expect(await spectral(0.01)).toBeLessThan(0.9 * (await spectral(0)))
  })
  it('deep-coral: on features it trains other weights than on logits, and leaves the head to the source', async () => {
    const trial = startToyTrial(deepCoral, { seed: 3, totalSteps: 1, params: { layer: 'features', discrepancyWeight: 10 } })
    const reference = startToyTrial(sourceOnly, { seed: 3, totalSteps: 1 })
    for (const one of [trial, reference]) await one.train({ from: 0, to: 1 })
    const values = (prefix: string, { session }: typeof trial) =>
      [...session.state].filter(([name]) => name.startsWith(prefix)).flatMap(([, variable]) => [...variable.dataSync()])
    expect(values('head/', trial)).toEqual(values('head/', reference))
    expect(values('features/', trial)).not.toEqual(values('features/', reference))
    for (const { session } of [trial, reference]) session.dispose()
  })
})
