/** What is measured while training, on a session that answers by a rule. */
import { expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import { memoryPixels } from '../data/pixel-rows'
import type { LabelledImages, PairData } from '../data/types'
import type { Session } from '../methods/method'
import { measureEpoch } from './measure'

/** One-pixel images of the given red values, with labels. */
function images(reds: readonly number[], labels: readonly number[]): LabelledImages {
  const pixels = Uint8Array.from(reds.flatMap((red) => [red, 0, 0]))
  return {
    count: reds.length,
    size: 1,
    pixels: memoryPixels(pixels, 3),
    domainIndex: Int32Array.from(reds.keys()),
    labels: Int32Array.from(labels),
  }
}

/** Class 1 where the image is red, class 0 elsewhere. */
const redness = {
  predict: (x: ReturnType<typeof tf.tensor4d>) =>
    tf.tidy(() => {
      const red = x.slice([0, 0, 0, 0], [-1, 1, 1, 1]).reshape([-1, 1])
      return tf.concat([red.neg().add(0.5), red.sub(0.5)], 1)
    }),
} as unknown as Session

it('measure: validation images of the source have a figure of their own, and there is none without them', async () => {
  const test = images([255, 0], [1, 0])
  const pair = { source: { train: test, test }, target: { train: test, test }, classNames: ['dark', 'red'] } as unknown as PairData
  expect((await measureEpoch(redness, pair)).figures).not.toHaveProperty('sourceValidationAccuracyPct')
  const validation = images([255, 255, 0, 0], [1, 0, 0, 0])
  const held = { ...pair, source: { ...pair.source, validation } }
  expect((await measureEpoch(redness, held)).figures).toMatchObject({ sourceAccuracyPct: 100, sourceValidationAccuracyPct: 75 })
})

it('measure: held-out and trained images have accuracy and loss of their own, in nats', async () => {
  const train = images([255, 0], [1, 0])
  const test = images([255, 0], [1, 1])
  const pair = { source: { train, test }, target: { train: test, test }, classNames: ['dark', 'red'] } as unknown as PairData
  const figures = (await measureEpoch(redness, pair)).figures
  expect(figures).toMatchObject({ sourceAccuracyPct: 50, sourceTrainAccuracyPct: 100 })
  const sure = Math.log(1 + Math.exp(-1))
  expect(figures.sourceTrainLoss).toBeCloseTo(sure, 5)
  expect(figures.sourceLoss).toBeCloseTo((sure + 1 + sure) / 2, 5)
})

it('measure: the loss that chooses a checkpoint and the accuracy that judges it are of different images', async () => {
  const test = images([255, 255, 0, 0], [1, 0, 0, 0])
  const pair = { source: { train: test, test }, target: { train: test, test }, classNames: ['dark', 'red'] } as unknown as PairData
  // The first and third image are right with certainty σ(1); of the second and fourth, one is wrong.
  const { sourceChoiceLoss, sourceJudgedAccuracyPct } = (await measureEpoch(redness, pair)).figures
  expect(sourceChoiceLoss).toBeCloseTo(Math.log(1 + Math.exp(-1)), 5)
  expect(sourceJudgedAccuracyPct).toBe(50)
  const single = { ...pair, source: { train: test, test: images([255], [1]) } } as unknown as PairData
  expect((await measureEpoch(redness, single)).figures).not.toHaveProperty('sourceChoiceLoss')
})
