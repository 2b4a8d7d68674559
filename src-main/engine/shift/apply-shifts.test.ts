import { describe, expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { createShifter, type ShiftImages } from './apply-shifts'

const random = createRandom('apply shifts')
const images: ShiftImages = {
  height: 12,
  width: 12,
  pixels: Uint8Array.from({ length: 3 * 12 * 12 * 3 }, () => random.integer(256)),
  keys: ['a', 'b', 'c'],
}

describe('a stack of shifts', () => {
  test('an empty stack gives every one of the 256 levels back', () => {
    const levels = { height: 16, width: 16, pixels: Uint8Array.from({ length: 768 }, (_, at) => at % 256), keys: ['levels'] }
    expect(createShifter(levels, 0).apply([])).toEqual(levels.pixels)
  })

  test('order matters: noise is turned with the picture only when it comes first', () => {
    const shifter = createShifter(images, 0)
    const noise = { kind: 'gaussian-noise', severity: 3 }
    const turn = { kind: 'rotation', severity: 3 }
    expect(shifter.apply([noise, turn])).not.toEqual(shifter.apply([turn, noise]))
  })

  test('a shift at severity 0 in between changes nothing', () => {
    const shifter = createShifter(images, 0)
    const noise = { kind: 'gaussian-noise', severity: 3 }
    expect(shifter.apply([noise, { kind: 'hue', severity: 0 }])).toEqual(shifter.apply([noise]))
  })

  test('two of a kind draw apart, and the first draws as it does alone', () => {
    const gone = { kind: 'gaussian-noise', severity: 0 }
    const noise = { kind: 'gaussian-noise', severity: 3 }
    const shifter = createShifter(images, 0)
    expect(shifter.apply([noise, gone])).toEqual(shifter.apply([noise]))
    expect(shifter.apply([gone, noise])).not.toEqual(shifter.apply([noise]))
  })

  test('an image with the same key draws the same, whatever its place', () => {
    const swapped = { ...images, keys: ['b', 'a', 'c'], pixels: new Uint8Array(images.pixels.length) }
    const flat = { ...images, pixels: new Uint8Array(images.pixels.length) }
    const size = 12 * 12 * 3
    const stack = [{ kind: 'impulse-noise', severity: 5 }]
    const [one, other] = [createShifter(flat, 7).apply(stack), createShifter(swapped, 7).apply(stack)]
    expect(other.subarray(size, 2 * size)).toEqual(one.subarray(0, size))
  })

  test('an image among many comes out as it does alone', () => {
    const keys = Array.from({ length: 150 }, (_, image) => `image ${image}`)
    const pixels = Uint8Array.from({ length: keys.length * 12 * 12 * 3 }, () => random.integer(256))
    const stack = ['rotation', 'contrast', 'shot-noise'].map((kind) => ({ kind, severity: 4 }))
    const all = createShifter({ ...images, pixels, keys }, 0).apply(stack)
    const size = 12 * 12 * 3
    for (const image of [0, 74, 149]) {
      const [from, to] = [image * size, (image + 1) * size]
      const alone = createShifter({ ...images, pixels: pixels.slice(from, to), keys: [keys[image]] }, 0)
      expect(alone.apply(stack)).toEqual(all.slice(from, to))
    }
  })

  test('an unknown kind is named with the nearest known one', () => {
    expect(() => createShifter(images, 0).apply([{ kind: 'rotatoin', severity: 1 }])).toThrow('There is no shift named "rotatoin"')
  })
})
