/** Moves of either side of a small DANN, over images that are points of a plane. */
import type { AdversarySide } from '@shared/domain/adversary'
import { expect, test } from 'vitest'
import { mlp } from '../backbones/mlp'
import { tf } from '../backend/tensorflow'
import { memoryPixels } from '../data/pixel-rows'
import type { LabelledImages, PairData } from '../data/types'
import { dann } from '../methods/dann'
import { resolveParams } from '../methods/resolve-params'
import { createRandom } from '../nn/random'
import { weightsSha256 } from '../training/checkpoint'
import { playMoves } from './adversary-state'

const size = 8
const count = 24
const cells = 12

/** Points on a vertical line at `x`, the upper half of class 1. */
function line(x: number): LabelledImages {
  const pixels = Uint8Array.from({ length: count * size * size * 3 }, (_, at) => {
    const row = Math.floor(at / (size * size * 3))
    return [Math.round(127.5 + 63.75 * x), Math.round(127.5 + 63.75 * (row / count - 0.5)), 128][at % 3] as number
  })
  return {
    count,
    size,
    pixels: memoryPixels(pixels, size * size * 3),
    domainIndex: Int32Array.from({ length: count }, (_, row) => row),
    labels: Int32Array.from({ length: count }, (_, row) => (row < count / 2 ? 0 : 1)),
  }
}

const [source, target] = [line(-0.8), line(0.8)]
const side = (images: LabelledImages) => ({ train: images, validation: images, test: images })

async function play(moves: readonly AdversarySide[]) {
  const random = createRandom('adversary test')
  const session = dann.start(
    {
      classes: 2,
      images: { source: count, target: count },
      totalSteps: 10,
      random: random.fork('method'),
      createBackbone: () =>
        mlp.build(
          { imageSize: size, normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] }, random },
          mlp.params.parse({ hiddenUnits: 8 }),
        ),
    },
    resolveParams(dann.params, { learningRate: 0.05 }),
  )
  const partsOf = (prefix: string): number[] =>
    [...session.state].flatMap(([name, variable]) => (name.startsWith(prefix) ? [...variable.dataSync()] : []))
  const adversary = session.adversary?.()
  if (adversary === undefined) throw new Error('DANN has an adversary')
  try {
    const state = await playMoves(
      {
        session,
        adversary,
        pair: { source: side(source), target: side(target) } as unknown as PairData,
        chosen: {
          source,
          target,
          points: {
            runId: 'r',
            trialId: 't',
            domain: Uint8Array.from({ length: 2 * count }, (_, i) => (i < count ? 0 : 1)),
            sourceClass: Int32Array.from([...source.labels, ...new Array<number>(count).fill(-1)]),
            imageIndex: Int32Array.from({ length: 2 * count }, (_, i) => i % count),
            classNames: ['lower', 'upper'],
          },
        },
        epoch: 5,
        batch: 12,
        progress: 0.5,
        random: random.fork('batches'),
        signal: new AbortController().signal,
      },
      moves,
      cells,
    )
    return { state, features: partsOf('features/'), discriminator: partsOf('discriminator/'), sha: weightsSha256(session) }
  } finally {
    adversary.dispose()
    session.dispose()
  }
}

test('adversary: each side moves alone, the same moves give the same state, and nothing is left behind', async () => {
  const tensors = tf.memory().numTensors
  const [start, discriminator, encoder, again] = [
    await play([]),
    await play(['discriminator']),
    await play(['encoder']),
    await play(['encoder']),
  ]
  expect(tf.memory().numTensors).toBe(tensors)
  expect(discriminator.features).toEqual(start.features)
  expect(discriminator.discriminator).not.toEqual(start.discriminator)
  expect(encoder.discriminator).toEqual(start.discriminator)
  expect(encoder.features).not.toEqual(start.features)
  expect(again).toEqual(encoder)
  expect(start.state.plane).toMatchObject({ epoch: 5, cells })
})

test('adversary: a discriminator that moves tells the domains apart, and arrows point to the other domain', async () => {
  const { state } = await play(Array<AdversarySide>(30).fill('discriminator'))
  expect(state.figures.length).toBe(31)
  expect(state.figures[30].domainLoss).toBeLessThan(0.7 * state.figures[0].domainLoss)
  expect(state.figures[30].domainAccuracyPct).toBe(100)
  for (let point = 0; point < count; point++) {
    expect(state.arrows[2 * point]).toBeGreaterThan(0)
    expect(state.arrows[2 * (count + point)]).toBeLessThan(0)
  }
  const middle = (cells / 2) * cells
  expect(state.targetProbability[middle]).toBeLessThan(0.5)
  expect(state.targetProbability[middle + cells - 1]).toBeGreaterThan(0.5)
})

test('adversary: an encoder that moves makes the domains harder to tell', async () => {
  const trained = Array<AdversarySide>(25).fill('discriminator')
  const { state } = await play([...trained, ...Array<AdversarySide>(25).fill('encoder')])
  expect(state.figures[50].domainLoss).toBeGreaterThan(state.figures[25].domainLoss)
})
