/** The filter against its definition: every shape a picture may have, and memory that held other pictures before. */
import { expect, test } from 'vitest'
import { squash } from './squash'
import { noise } from './testing/make-images'
import { triangleResize } from './testing/triangle-resize'

const shapes: readonly (readonly [width: number, height: number, size: number])[] = [
  [160, 120, 96],
  [1, 1, 8],
  [1, 700, 3],
  [700, 1, 3],
  [31, 30, 31],
  [2, 3, 40],
  [33, 57, 1],
  [90, 41, 64],
]

test.each(shapes)('squash: %i × %i to %i pixels is the triangle filter, rounded', (width, height, size) => {
  const pixels = noise(`squash ${width} ${height}`, width, height)
  const expected = triangleResize(pixels, [width, height], size)
  const squashed = squash({ width, height, pixels }, size)
  expect(squashed).toHaveLength(expected.length)
  expect(Math.max(...expected.map((value, at) => Math.abs(value - squashed[at])))).toBeLessThan(0.51)
})

test('squash: a picture whose last row and column are partly filled is shown to its edge and no further', () => {
  const [width, height, size] = [41, 27, 12]
  const extent = { width: 40.25, height: 26.5 }
  const pixels = noise('extent', width, height)
  const expected = triangleResize(pixels, [width, height], size, [extent.width, extent.height])
  const squashed = squash({ width, height, pixels }, size, extent)
  expect(Math.max(...expected.map((value, at) => Math.abs(value - squashed[at])))).toBeLessThan(0.51)
  expect(squash({ width, height, pixels }, size)).not.toEqual(squashed)
})

test('squash: strips of a large picture join without a seam', () => {
  const [width, height, size] = [1500, 1400, 8]
  const row = (y: number): number => Math.floor((y * 255) / height)
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) pixels.fill(row(y), y * width * 3, (y + 1) * width * 3)
  const squashed = squash({ width, height, pixels }, size)
  for (let y = 0; y < size; y++) {
    const middle = row(((y + 0.5) * height) / size)
    // The filter reaches over the edge of the first and the last row, whose mean lies further inside.
    const within = y === 0 || y === size - 1 ? 12 : 1
    for (let x = 0; x < size; x++) expect(Math.abs(squashed[(y * size + x) * 3] - middle)).toBeLessThanOrEqual(within)
  }
})

test('squash: what was squashed before leaves no trace', () => {
  const white = { width: 640, height: 480, pixels: new Uint8Array(640 * 480 * 3).fill(255) }
  const small = { width: 5, height: 9, pixels: noise('small', 5, 9) }
  const fresh = squash(small, 17)
  for (const size of [96, 7, 200]) expect(squash(white, size).every((value) => value === 255)).toBe(true)
  expect(squash(small, 17)).toEqual(fresh)
})
