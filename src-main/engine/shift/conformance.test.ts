/** What every shift must hold, and every one added later. */
import { amountAt, maxSeverity } from '@shared/domain/shift'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { createShifter, type ShiftImages } from './apply-shifts'
import { shiftPresets } from './presets'
import { listShifts, shifts } from './registry'

const severities = [0, 0.05, 0.5, 1, 2, 3.4, 5]

/** Coloured waves with a dark border and a bright bar: something for every shift to change. Not square. */
function testImages(count: number, height = 20, width = 24): ShiftImages {
  const random = createRandom('shift conformance')
  const pixels = new Uint8Array(count * height * width * 3)
  for (let image = 0, at = 0; image < count; image++) {
    const [fx, fy, phase] = [0.1 + 0.3 * random.uniform(), 0.1 + 0.3 * random.uniform(), 6 * random.uniform()]
    // No two alike, so that no shift's own grid falls on all of them.
    const [edge, bar] = [2 + random.integer(4), random.integer(6)]
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const inside = x >= edge && x < width - edge && y >= edge && y < height - edge
        for (let channel = 0; channel < 3; channel++, at++) {
          const wave = 90 + 60 * Math.sin(fx * x + fy * y + phase + channel)
          pixels[at] = inside ? (Math.abs(x - 7 - bar) < 1 + 0.3 * bar ? 230 : wave) : 20
        }
      }
    }
  }
  return { pixels, height, width, keys: Array.from({ length: count }, (_, image) => `image ${image}`) }
}

/** Root mean square difference in grey levels. */
function change(from: Uint8Array, to: Uint8Array): number {
  return Math.sqrt(from.reduce((sum, value, at) => sum + (value - to[at]) ** 2, 0) / from.length)
}

test('there are at least sixteen shifts under unique ids, each with a summary', () => {
  expect(shifts.length).toBeGreaterThanOrEqual(16)
  expect(new Set(shifts.map(({ id }) => id)).size).toBe(shifts.length)
  for (const { id, label, summary } of listShifts()) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(label.length).toBeGreaterThan(2)
    expect(summary).toMatch(/^[A-Z].{20,}\.$/)
  }
})

test('every preset names known shifts', () => {
  for (const { shifts: stack } of shiftPresets) {
    const images = testImages(2)
    expect(change(images.pixels, createShifter(images, 0).apply(stack))).toBeGreaterThan(1)
  }
})

describe.each(shifts.map((shift) => [shift.id, shift] as const))('%s', (kind, shift) => {
  const images = testImages(12)
  const at = (severity: number, seed = 0): Uint8Array => createShifter(images, seed).apply([{ kind, severity }])

  test('severity 0 gives the images back bit by bit', () => {
    expect(Buffer.compare(at(0), images.pixels)).toBe(0)
  })

  test('the strength passes through the five levels and is monotone between them', () => {
    for (let level = 0; level <= maxSeverity; level++) expect(amountAt(shift, level)).toBeCloseTo(shift.amounts[level], 12)
    const direction = Math.sign(shift.amounts[1] - shift.amounts[0])
    const amounts = severities.map((severity) => direction * amountAt(shift, severity))
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b))
  })

  test('the images change the more the higher the severity, from little to much', () => {
    const shifter = createShifter(images, 0)
    const changes = severities.map((severity) => change(images.pixels, shifter.apply([{ kind, severity }])))
    // Blocks and turned edges that happen to fall on a picture's own edges may give a hair back.
    for (const [index, value] of changes.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(0.98 * changes[index])
    expect(changes[1]).toBeLessThan(0.5 * changes[severities.length - 1])
    expect(changes[severities.length - 1]).toBeGreaterThan(4)
  })

  test('the same seed gives the same images; another one does so only where nothing is random', () => {
    expect(Buffer.compare(at(3), at(3))).toBe(0)
    expect(change(at(3), at(3, 1)) > 0).toBe(shift.draw !== undefined)
  })

  test('an image is shifted in the same way whatever batch it is in', () => {
    const size = images.height * images.width * 3
    const alone = { ...images, pixels: images.pixels.slice(2 * size, 3 * size), keys: [images.keys[2]] }
    const together = at(2.5).subarray(2 * size, 3 * size)
    expect(Buffer.compare(createShifter(alone, 0).apply([{ kind, severity: 2.5 }]), together)).toBe(0)
  })

  test('a little of it turns no black or white image into its opposite, as values that wrap around would', () => {
    for (const value of [0, 255]) {
      const flat = { ...images, pixels: new Uint8Array(images.pixels.length).fill(value) }
      const shifted = createShifter(flat, 0).apply([{ kind, severity: 0.1 }])
      const turned = shifted.filter((now) => Math.abs(now - value) > 128).length
      expect(turned / shifted.length).toBeLessThan(0.1)
    }
  })
})
