/** What the term of each method of generalization does to the network, and that without it the method is ERM. */
import { describe, expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import { createDraws } from '../nn/draws'
import { createRandom } from '../nn/random'
import { createDraw } from '../training/training-data'
import { coralDg } from './coral-dg'
import { erm } from './erm'
import { fish } from './fish'
import { groupdro } from './groupdro'
import { irm } from './irm'
import type { MethodDefinition } from './method'
import { mixstyle } from './mixstyle'
import { mixup } from './mixup'
import { findValley } from './shared/loss-valley'
import { rowsInOrder, sharesOf } from './shared/source-shares'
import { swad } from './swad'
import { blobsOfTwoDomains } from './testing/shifted-blobs'
import { startToyTrial } from './testing/toy-trial'
import { vrex } from './vrex'

async function train(method: MethodDefinition, params: Readonly<Record<string, number | string>>, steps: number) {
  const trial = startToyTrial(method, { seed: 3, totalSteps: steps, params })
  try {
    const metrics = await trial.train({ from: 0, to: steps })
    const values = (prefix: RegExp) =>
      [...trial.session.state].filter(([name]) => prefix.test(name)).flatMap(([, variable]) => [...variable.dataSync()])
    return { metrics, weights: values(/^(features|head)\//), means: values(/^swad\/mean\//) }
  } finally {
    trial.session.dispose()
  }
}

const largestDifference = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, at) => Math.abs(value - b[at])))

/** Each update alone would change weights by about the learning rate, 0.001. */
const rounding = 1e-5

interface Row {
  readonly method: MethodDefinition
  /** Parameters without the term, and with it. */
  readonly off: Readonly<Record<string, number>>
  readonly on: Readonly<Record<string, number>>
}

const rows: readonly Row[] = [
  { method: irm, off: { penaltyWeight: 0, penaltyFrom: 0 }, on: { penaltyFrom: 0 } },
  { method: vrex, off: { varianceWeight: 0, penaltyFrom: 0 }, on: { penaltyFrom: 0 } },
  { method: groupdro, off: { groupRate: 0 }, on: { groupRate: 1 } },
  { method: coralDg, off: { discrepancyWeight: 0 }, on: {} },
  { method: mixstyle, off: { styleProbability: 0 }, on: {} },
]

describe.each(rows.map((row) => ({ id: row.method.id, ...row })))('$id', ({ id, method, off, on }) => {
  it(`${id}: without its term it learns what ERM learns, and with it something else`, async () => {
    const reference = (await train(erm, {}, 5)).weights
    expect(largestDifference((await train(method, off, 5)).weights, reference)).toBeLessThan(rounding)
    expect(largestDifference((await train(method, on, 5)).weights, reference)).toBeGreaterThan(rounding)
  })
})

describe('terms', () => {
  it('coral-dg: its term lowers the discrepancy of the domains', async () => {
    const [without, within] = [await train(coralDg, { discrepancyWeight: 0 }, 10), await train(coralDg, { discrepancyWeight: 1000 }, 10)]
    expect(within.metrics.discrepancy).toBeLessThan(without.metrics.discrepancy)
  })

  it('vrex: its term lowers the variance of the domains’ losses', async () => {
    const [without, within] = [
      await train(vrex, { varianceWeight: 0, penaltyFrom: 0 }, 10),
      await train(vrex, { varianceWeight: 1000, penaltyFrom: 0 }, 10),
    ]
    expect(within.metrics.riskVariance).toBeLessThan(without.metrics.riskVariance)
  })

  it('fish: with one SGD step a domain it goes ε of the way of two steps in turn', async () => {
    const sgd = { optimizer: 'sgd', momentum: 0, learningRate: 0.1 }
    const before = (await train(fish, { ...sgd, metaRate: 1 }, 0)).weights
    const [whole, half] = [
      (await train(fish, { ...sgd, metaRate: 1 }, 1)).weights,
      (await train(fish, { ...sgd, metaRate: 0.5 }, 1)).weights,
    ]
    const way = whole.map((value, at) => value - before[at])
    expect(Math.hypot(...way)).toBeGreaterThan(0)
    expect(
      largestDifference(
        half,
        before.map((value, at) => value + 0.5 * way[at]),
      ),
    ).toBeLessThan(1e-6)
  })

  it('mixup: blends of almost nothing but one image learn about what ERM learns, halves do not', async () => {
    const loss = async (mixupAlpha: number) => (await train(mixup, { mixupAlpha }, 10)).metrics.classLoss
    expect(await loss(10)).toBeGreaterThan(await loss(0.05))
  })

  it('swad: the mean of the weights over the steps of the valley predicts; before it begins, the weights themselves', async () => {
    const sgd = { optimizer: 'sgd', momentum: 0, learningRate: 0.01, startPatience: 1 }
    // 12 steps an epoch of 400 images: the first evaluation starts the valley, with the first epoch in it.
    const straight = startToyTrial(erm, { seed: 3, totalSteps: 14, params: { optimizer: 'sgd', momentum: 0, learningRate: 0.01 } })
    const sums: number[] = []
    for (let step = 0; step < 14; step++) {
      await straight.train({ from: step, to: step + 1 })
      const weights = [...straight.session.state]
        .filter(([name]) => /^(features|head)\//.test(name))
        .flatMap(([, one]) => [...one.dataSync()])
      for (const [at, value] of weights.entries()) sums[at] = (sums[at] ?? 0) + value
    }
    straight.session.dispose()
    const averaged = await train(swad, sgd, 14)
    expect(
      largestDifference(
        averaged.means,
        sums.map((sum) => sum / 14),
      ),
    ).toBeLessThan(1e-5)
    const early = await train(swad, sgd, 5)
    expect(early.means).toEqual(early.weights)
  })
})

describe('loss valley', () => {
  const settings = { startPatience: 3, endPatience: 2, tolerance: 1.2 }

  it('loss valley: begins at the first loss that the next ones do not undercut, and has no end while it is low', () => {
    expect(findValley([5, 4, 3, 3.1, 3.2, 3.1], settings)).toEqual({ start: 2, end: null })
    expect(findValley([5, 4, 3], settings)).toEqual({ start: null, end: null })
  })

  it('loss valley: ends before enough losses in a row lie above the limit', () => {
    expect(findValley([5, 4, 3, 3.1, 3.2, 4, 3, 4, 4.1], settings)).toEqual({ start: 2, end: 6 })
  })
})

describe('batches of several sources', () => {
  it('shares: every batch holds equally many rows of each domain, one domain after the other', () => {
    const source = blobsOfTwoDomains(40, createRandom(1))
    const { index } = createDraw({
      data: { source, target: null, few: null, fenced: null },
      batch: 10,
      balanced: false,
      random: createRandom(2),
    })(3).source
    expect([...index.dataSync()].map((row) => source.domains?.[row])).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  })

  it('shares: rows are sliced, and reordered by whole domains', () => {
    tf.tidy(() => {
      const rows = tf.tensor1d([10, 11, 20, 21, 30, 31], 'int32')
      expect(sharesOf(rows, 3).map((share) => [...share.dataSync()])).toEqual([
        [10, 11],
        [20, 21],
        [30, 31],
      ])
      expect([...rowsInOrder(tf.tensor1d([2, 0, 1], 'int32'), 6).dataSync()]).toEqual([4, 5, 0, 1, 2, 3])
    })
  })

  it('draws: permutations hold every number once, Beta draws have mean ½ and the variance of their α, and a counter repeats them', () => {
    const moments = (draws: ReturnType<typeof createDraws>) =>
      tf.tidy(() => {
        const { mean, variance } = tf.moments(draws.beta(4000, 0.5))
        return [mean.dataSync()[0], variance.dataSync()[0]]
      })
    const [first, second] = [createDraws(createRandom(1)), createDraws(createRandom(1))]
    const order = tf.tidy(() => [...first.permutation(9).dataSync()])
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(tf.tidy(() => [...second.permutation(9).dataSync()])).toEqual(order)
    const [mean, variance] = moments(first)
    expect(mean).toBeCloseTo(0.5, 1)
    // Var Beta(α, α) = 1/(4·(2α + 1)).
    expect(variance).toBeCloseTo(0.125, 2)
    expect(moments(second)).toEqual([mean, variance])
    for (const { variable } of [first, second]) variable.variable.dispose()
  })
})
