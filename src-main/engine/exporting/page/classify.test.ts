import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { squash as labSquash } from '../../data/squash'
import { createRandom } from '../../nn/random'
import classify from './classify.js?raw'

interface Canvas {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

const squash = runInNewContext(`${classify}\nsquash`) as (image: Canvas, size: number) => Float32Array

it.each([
  [61, 43, 16],
  [9, 30, 16],
  [16, 16, 16],
])('page: an image of %i × %i pixels is brought to %i as the lab does', (width, height, size) => {
  const random = createRandom(`${width}/${height}`)
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256))
  const rgba = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at % 4 === 3 ? 255 : pixels[3 * Math.floor(at / 4) + (at % 4)]))
  const own = squash({ width, height, data: rgba }, size)
  const lab = width === size && height === size ? pixels : labSquash({ width, height, pixels }, size)
  const furthest = own.reduce((most, value, at) => Math.max(most, Math.abs(value - lab[at])), 0)
  expect(furthest).toBeLessThanOrEqual(1)
})

it('page: transparency shows white', () => {
  const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, at) => (at % 4 === 3 ? 0 : 7))
  expect(new Set(squash({ width: 16, height: 16, data }, 8))).toEqual(new Set([255]))
})
