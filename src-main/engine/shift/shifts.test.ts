/** Each shift against what its header states: constants, equations and reference implementations. */
import { amountAt } from '@shared/domain/shift'
import { describe, expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import { createRandom } from '../nn/random'
import { createShifter, type ShiftImages } from './apply-shifts'
import { findShift } from './registry'
import { quantiles } from './shot-noise'

const random = createRandom('shifts')

function single(height: number, width: number, value: (x: number, y: number, channel: number) => number): ShiftImages {
  const pixels = new Uint8Array(height * width * 3)
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++, at++) pixels[at] = value(x, y, c)
  return { height, width, pixels, keys: ['image'] }
}

const shifted = (images: ShiftImages, kind: string, severity: number, seed = 0): Uint8Array =>
  createShifter(images, seed).apply([{ kind, severity }])

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

describe('levels', () => {
  test.each([
    ['gaussian-noise', [0.08, 0.12, 0.18, 0.26, 0.38]],
    ['impulse-noise', [3, 6, 9, 17, 27]],
    ['speckle-noise', [0.15, 0.2, 0.35, 0.45, 0.6]],
    ['shot-noise', [60, 25, 12, 5, 3].map((photons) => 1 / Math.sqrt(photons))],
    ['defocus-blur', [3, 4, 6, 8, 10]],
    ['motion-blur', [3, 5, 8, 12, 15]],
    ['contrast', [0.4, 0.3, 0.2, 0.1, 0.05]],
    ['brightness', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['jpeg', [25, 18, 15, 10, 7]],
    ['pixelate', [0.6, 0.5, 0.4, 0.3, 0.25]],
  ])('%s has the constants of ImageNet-C', (kind, constants) => {
    expect(findShift(kind)).toMatchObject({ levels: 'imagenet-c' })
    expect(findShift(kind).amounts.slice(1)).toEqual(constants)
  })

  test('between levels the strength runs straight', () => {
    expect(amountAt(findShift('rotation'), 1.5)).toBe(15)
    expect(amountAt(findShift('contrast'), 0.5)).toBeCloseTo(0.7, 12)
  })
})

describe('geometry', () => {
  const dot = (x0: number, y0: number) => single(21, 21, (x, y) => (x === x0 && y === y0 ? 255 : 0))
  const brightest = (pixels: Uint8Array): { x: number; y: number } => {
    const at = Math.floor(pixels.indexOf(Math.max(...pixels)) / 3)
    return { x: at % 21, y: Math.floor(at / 21) }
  }

  test('rotation by 45° moves a dot on the right clockwise, to the lower right', () => {
    expect(brightest(shifted(dot(17, 10), 'rotation', 4))).toEqual({ x: 15, y: 15 })
  })

  test('scale ½ halves the distance from the centre', () => {
    expect(brightest(shifted(dot(18, 10), 'scale', 5))).toEqual({ x: 14, y: 10 })
  })

  test('translation moves to the right and down by its share of the side', () => {
    expect(brightest(shifted(dot(4, 4), 'translation', 5))).toEqual({ x: 8, y: 8 })
  })

  test('shear moves the upper half to the right and the lower half to the left', () => {
    expect(brightest(shifted(dot(10, 2), 'shear', 4))).toEqual({ x: 14, y: 2 })
    expect(brightest(shifted(dot(10, 18), 'shear', 4))).toEqual({ x: 6, y: 18 })
  })

  test('outside an image its edge goes on', () => {
    const flat = single(9, 9, () => 77)
    expect(shifted(flat, 'rotation', 4)).toEqual(flat.pixels)
  })
})

describe('noise', () => {
  const grey = single(64, 64, () => 128)

  test('gaussian noise has the stated deviation', () => {
    const values = Array.from(shifted(grey, 'gaussian-noise', 2), (value) => (value - 128) / 255)
    expect(mean(values)).toBeCloseTo(0, 2)
    expect(Math.sqrt(mean(values.map((value) => value ** 2)))).toBeCloseTo(0.12, 2)
  })

  test('speckle leaves black alone', () => {
    expect(
      Math.max(
        ...shifted(
          single(16, 16, () => 0),
          'speckle-noise',
          5,
        ),
      ),
    ).toBe(0)
  })

  test('impulse noise hits the stated share, black and white alike', () => {
    const values = shifted(grey, 'impulse-noise', 5)
    expect(mean(Array.from(values, (value) => (value === 0 ? 1 : 0)))).toBeCloseTo(0.135, 1.7)
    expect(mean(Array.from(values, (value) => (value === 255 ? 1 : 0)))).toBeCloseTo(0.135, 1.7)
  })

  test('shot noise: the quantiles of a grey have the mean and the variance of a Poisson count', () => {
    for (const white of [3, 12, 60, 6000]) {
      const half = quantiles(white).slice(128 * 1024, 129 * 1024)
      const expected = 128 / 255
      expect(mean(half)).toBeCloseTo(expected, 2)
      const variance = mean(half.map((value) => (value - expected) ** 2))
      expect(variance / (expected / white)).toBeGreaterThan(0.96)
      expect(variance / (expected / white)).toBeLessThan(1.01)
    }
  })
})

describe('blur', () => {
  const edge = single(224, 224, (x) => (x < 112 ? 0 : 255))

  test('defocus at 224 px: an edge becomes a ramp as wide as the disk, half grey at the edge', () => {
    const row = shifted(edge, 'defocus-blur', 3).subarray(100 * 224 * 3, 101 * 224 * 3)
    const at = (x: number): number => row[3 * x]
    expect(at(112 - 8)).toBe(0)
    expect(at(112 + 8)).toBe(255)
    expect(at(112 - 5)).toBeGreaterThan(0)
    expect((at(111) + at(112)) / 2).toBeCloseTo(127.5, 0)
  })

  test('defocus agrees with a naive mean over the disk of the interpolated image', () => {
    const images = single(12, 12, () => random.integer(256))
    const got = shifted(images, 'defocus-blur', 5)
    const radius = (10 * 12) / 224
    const value = (x: number, y: number): number => images.pixels[(y * 12 + x) * 3]
    let sum = 0
    let count = 0
    for (let u = -radius; u <= radius; u += radius / 60) {
      for (let v = -radius; v <= radius; v += radius / 60) {
        if (u ** 2 + v ** 2 > radius ** 2) continue
        const [x, y] = [6 + u, 6 + v]
        const [left, top] = [Math.floor(x), Math.floor(y)]
        const [dx, dy] = [x - left, y - top]
        sum += (1 - dx) * (1 - dy) * value(left, top) + dx * (1 - dy) * value(left + 1, top)
        sum += (1 - dx) * dy * value(left, top + 1) + dx * dy * value(left + 1, top + 1)
        count++
      }
    }
    expect(Math.abs(got[(6 * 12 + 6) * 3] - sum / count)).toBeLessThan(3)
  })

  test('blurs keep the mean of a picture with a flat border', () => {
    const bar = single(40, 40, (x, y) => (x > 14 && x < 25 && y > 14 && y < 25 ? 255 : 0))
    for (const kind of ['defocus-blur', 'motion-blur']) expect(mean(shifted(bar, kind, 5))).toBeCloseTo(mean(bar.pixels), 0)
  })

  test('motion blur draws each image out in a direction of its own, within 45° of the horizontal', () => {
    const dots = single(56, 56, (x, y) => (x === 28 && y === 28 ? 255 : 0))
    const spread = (seed: number) => {
      const values = shifted(dots, 'motion-blur', 5, seed)
      let [x, y, sum] = [0, 0, 0]
      for (let at = 0; at < values.length; at += 3) {
        x += values[at] * (((at / 3) % 56) - 28)
        y += values[at] * (Math.floor(at / 3 / 56) - 28)
        sum += values[at]
      }
      return { x: x / sum, y: y / sum }
    }
    for (const seed of [0, 1, 2]) {
      const { x, y } = spread(seed)
      expect(x).toBeGreaterThan(1)
      expect(Math.abs(y)).toBeLessThanOrEqual(x + 0.1)
    }
    expect(spread(0)).not.toEqual(spread(1))
  })
})

describe('colour', () => {
  const colours = single(8, 8, () => random.integer(256))
  const pixel = (red: number, green: number, blue: number) => single(1, 1, (_x, _y, channel) => [red, green, blue][channel])

  test('contrast is (x − mean)·c + mean for each channel', () => {
    const got = shifted(colours, 'contrast', 2)
    for (let channel = 0; channel < 3; channel++) {
      const values = colours.pixels.filter((_, at) => at % 3 === channel)
      const expected = values.map((value) => Math.round((value - mean(values)) * 0.3 + mean(values)))
      expect(got.filter((_, at) => at % 3 === channel)).toEqual(expected)
    }
  })

  test('brightness adds to the value of HSV and keeps hue and saturation', () => {
    expect([...shifted(pixel(102, 51, 51), 'brightness', 2)]).toEqual([153, 77, 77])
    expect([...shifted(pixel(0, 0, 0), 'brightness', 2)]).toEqual([51, 51, 51])
  })

  test('gamma is a power', () => {
    expect([...shifted(pixel(0, 128, 255), 'gamma', 3)]).toEqual([0, Math.round(255 * (128 / 255) ** 2.2), 255])
  })

  test('hue by 180° turns red into cyan and leaves grey', () => {
    expect([...shifted(pixel(255, 0, 0), 'hue', 5)]).toEqual([0, 255, 255])
    expect([...shifted(pixel(90, 90, 90), 'hue', 3)]).toEqual([90, 90, 90])
  })

  test('saturation at its end leaves luma alone', () => {
    expect([...shifted(pixel(255, 0, 0), 'saturation', 5)]).toEqual([76, 76, 76])
  })

  test('invert at its end is the negative', () => {
    expect(shifted(colours, 'invert', 5)).toEqual(colours.pixels.map((value) => 255 - value))
  })
})

describe('scene', () => {
  test('the background texture on black is the texture, and on white its negative', () => {
    const [black, white] = [single(16, 16, () => 0), single(16, 16, () => 255)]
    const [onBlack, onWhite] = [shifted(black, 'background-texture', 5), shifted(white, 'background-texture', 5)]
    for (const [at, value] of onBlack.entries()) expect(Math.abs(value + onWhite[at] - 255)).toBeLessThanOrEqual(1)
    expect(new Set(onBlack).size).toBeGreaterThan(20)
  })

  test('occlusion covers no more than its square and keeps the rest', () => {
    const white = single(20, 20, () => 255)
    const covered = shifted(white, 'occlusion', 5).filter((value) => value === 128).length / 3
    expect(covered).toBeGreaterThanOrEqual(25)
    expect(covered).toBeLessThanOrEqual(121)
  })
})

describe('digital', () => {
  test('pixelate at ¼ shows blocks of 4×4 means', () => {
    const images = single(16, 16, () => random.integer(256))
    const got = shifted(images, 'pixelate', 5)
    const block = [0, 1, 2, 3].flatMap((y) => [4, 5, 6, 7].map((x) => images.pixels[(y * 16 + x) * 3 + 1]))
    for (const at of [4, 7, 3 * 16 + 5]) expect(Math.abs(got[at * 3 + 1] - mean(block))).toBeLessThanOrEqual(0.51)
  })

  test.each([1, 3, 5])('jpeg at level %i agrees with a real codec', async (severity) => {
    const images = single(32, 48, (x, y, channel) => 128 + 100 * Math.sin(0.3 * x + 0.2 * y + channel) * Math.cos(0.5 * y))
    const got = shifted(images, 'jpeg', severity)
    const tensor = tf.tensor3d(images.pixels, [32, 48, 3], 'int32')
    const file = await tf.node.encodeJpeg(tensor, 'rgb', amountAt(findShift('jpeg'), severity))
    const decoded = tf.node.decodeJpeg(file, 3)
    const expected = decoded.dataSync()
    tf.dispose([tensor, decoded])
    const difference = mean(Array.from(got, (value, at) => Math.abs(value - expected[at])))
    const effect = mean(Array.from(images.pixels, (value, at) => Math.abs(value - expected[at])))
    expect(difference).toBeLessThan(0.15 * effect)
  })
})
