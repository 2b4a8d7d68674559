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

test.each([
  [1500, 1400, 8],
  [1500, 1400, 100],
  [400_000, 2, 4],
])('squash: strips of %i × %i at %i pixels join without a seam', (width, height, size) => {
  const row = (y: number): number => Math.floor((y * 255) / height)
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) pixels.fill(row(y), y * width * 3, (y + 1) * width * 3)
  const column = Uint8Array.from({ length: height * 3 }, (_, at) => row(Math.floor(at / 3)))
  const expected = triangleResize(column, [1, height], size)
  const squashed = squash({ width, height, pixels }, size)
  expect(Math.max(...expected.map((value, at) => Math.abs(value - squashed[at])))).toBeLessThan(0.51)
})

test('squash: what was squashed before leaves no trace', () => {
  const white = { width: 11, height: 74, pixels: new Uint8Array(11 * 74 * 3).fill(255) }
  const small = { width: 16, height: 47, pixels: noise('small', 16, 47) }
  const extent = { width: 15.125, height: 46.75 }
  const expected = triangleResize(small.pixels, [16, 47], 22, [extent.width, extent.height])
  for (const size of [1, 2, 3, 5, 8, 96]) {
    expect(squash(white, size).every((value) => value === 255)).toBe(true)
    const squashed = squash(small, 22, extent)
    expect(Math.max(...expected.map((value, at) => Math.abs(value - squashed[at])))).toBeLessThan(0.51)
  }
})
