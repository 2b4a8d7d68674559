/** The boundary of a model that is known, over images that are points. */
import { expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import { memoryPixels } from '../data/pixel-rows'
import type { Images } from '../data/types'
import type { Session } from '../methods/method'
import { type PlaneModel, planeBoundary } from './plane-boundary'

const size = 2
const flat = (...colours: (readonly [number, number, number])[]): Images => ({
  count: colours.length,
  size,
  pixels: memoryPixels(Uint8Array.from(colours.flatMap((colour) => [...colour, ...colour, ...colour, ...colour])), size * size * 3),
  domainIndex: Int32Array.from(colours.keys()),
})

/** Class 1 where red is above the middle, however green it is. */
const session = {
  predict: (x: Parameters<Session['predict']>[0]) =>
    tf.tidy(() => {
      const red = x.slice([0, 0, 0, 0], [-1, 1, 1, 1]).reshape([-1, 1]).sub(0.5).mul(20) as ReturnType<Session['predict']>
      return tf.concat([red.neg(), red], 1) as ReturnType<Session['predict']>
    }),
} as unknown as Session

const model = (source: Images, target: Images): PlaneModel => ({
  session,
  epoch: 3,
  chosen: {
    source,
    target,
    points: {
      runId: 'r',
      trialId: 't',
      domain: Uint8Array.of(0, 1),
      sourceClass: Int32Array.of(0, -1),
      imageIndex: Int32Array.of(0, 0),
      classNames: ['outer', 'inner'],
    },
  },
})

test('boundary: cells take the class the model gives their colour, rows from the bottom, points lie where they are', async () => {
  const { cells, epoch, prediction, confidence, positions } = await planeBoundary(model(flat([191, 64, 128]), flat([64, 255, 128])), 8)
  expect([cells, epoch]).toEqual([8, 3])
  for (let at = 0; at < 64; at++) expect(prediction[at]).toBe(at % 8 < 4 ? 0 : 1)
  expect(confidence[0]).toBeGreaterThan(0.99)
  expect([...positions].map((value) => Math.round(value))).toEqual([1, -1, -1, 2])
})

test('boundary: pictures are no points, and the user is told where to look instead', async () => {
  const picture: Images = {
    ...flat([1, 2, 3]),
    pixels: memoryPixels(
      Uint8Array.from({ length: 12 }, (_, at) => at),
      12,
    ),
  }
  await expect(planeBoundary(model(picture, flat([64, 64, 128])), 8)).rejects.toMatchObject({
    code: 'invalid-input',
    hint: expect.stringContaining('regions'),
  })
})
