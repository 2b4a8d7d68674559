/** The picture of augmentation, on images with one bright pixel. */
import { expect, it } from 'vitest'
import { memoryPixels } from '../../data/pixel-rows'
import type { Images } from '../../data/types'
import { pictureAugmentation } from './picture-augmentation'

const side = 8
/** A bright pixel at row 3, column 2 of a darker image. */
const images: Images = {
  count: 5,
  size: side,
  pixels: memoryPixels(
    Uint8Array.from({ length: 5 * side * side * 3 }, (_, at) => (Math.floor(at / 3) % (side * side) === 3 * side + 2 ? 250 : 60)),
    side * side * 3,
  ),
  domainIndex: Int32Array.from({ length: 5 }, (_, at) => at),
}

const rowsOf = (settings: Parameters<typeof pictureAugmentation>[1]['settings']) =>
  new Map(pictureAugmentation(images, { settings, count: 3 }).rows.map((row) => [row.id, row]))

it('augmentation picture: where nothing is on, the switch of the recipe says what is; every row has every image', () => {
  const rows = rowsOf({})
  expect([...rows.values()].filter(({ on }) => on).map(({ id }) => id)).toEqual(['as-it-is', 'shift', 'rotation', 'contrast', 'together'])
  for (const { pixels } of rows.values()) expect(pixels).toHaveLength(3 * side * side * 4)
})

it('augmentation picture: each row changes in its own way, and the first not at all', () => {
  const rows = rowsOf({ augmentShift: '1' })
  const reds = (id: Parameters<typeof rows.get>[0]) => [...(rows.get(id)?.pixels ?? [])].filter((_, at) => at % 4 === 0)
  expect([...rows.values()].filter(({ on }) => on).map(({ id }) => id)).toEqual(['as-it-is', 'shift', 'together'])
  expect(rows.get('shift')?.strength).toBe('up to 1 px each way')
  expect(new Set(reds('as-it-is'))).toEqual(new Set([60, 250]))
  for (const id of ['shift', 'rotation', 'contrast', 'brightness', 'flip'] as const) expect(reds(id)).not.toEqual(reds('as-it-is'))
  // A shift moves the bright pixel and leaves its value; a brighter image has another ground.
  expect(new Set(reds('shift')).has(250)).toBe(true)
  expect(reds('brightness')).not.toContain(60)
  expect(rowsOf({ augmentShift: '1' }).get('together')?.pixels).toEqual(rows.get('together')?.pixels)
})
