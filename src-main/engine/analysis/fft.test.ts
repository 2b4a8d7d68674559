/** The transform against the sum that defines it. */
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { complexGrid, Fft, goodLength, swapped } from './fft'

test.each([2, 6, 8, 12, 18, 32, 48, 64, 72])('fft: length %i equals the defining sum in every column, and comes back', (length) => {
  const batch = 3
  const random = createRandom(length)
  const grid = complexGrid(length * batch)
  for (let i = 0; i < length * batch; i++) {
    grid.re[i] = random.normal()
    grid.im[i] = random.normal()
  }
  const original = { re: grid.re.slice(), im: grid.im.slice() }
  const fft = new Fft(length, batch)
  const scratch = complexGrid(length * batch)
  const spectrum = fft.transform(grid, scratch)
  for (let column = 0; column < batch; column++) {
    for (let k = 0; k < length; k++) {
      let re = 0
      let im = 0
      for (let n = 0; n < length; n++) {
        const angle = (-2 * Math.PI * k * n) / length
        const a = original.re[n * batch + column]
        const b = original.im[n * batch + column]
        re += a * Math.cos(angle) - b * Math.sin(angle)
        im += a * Math.sin(angle) + b * Math.cos(angle)
      }
      expect(spectrum.re[k * batch + column]).toBeCloseTo(re, 9)
      expect(spectrum.im[k * batch + column]).toBeCloseTo(im, 9)
    }
  }
  const back = swapped(fft.transform(swapped(spectrum), swapped(spectrum === grid ? scratch : grid)))
  for (let i = 0; i < length * batch; i++) expect(back.re[i] / length).toBeCloseTo(original.re[i], 10)
})

test('fft: good lengths are even, hold the request, and waste under a third', () => {
  for (let least = 20; least < 2000; least += 7) {
    const length = goodLength(least)
    expect(length % 2).toBe(0)
    expect(length).toBeGreaterThanOrEqual(least)
    expect(length).toBeLessThan((4 / 3) * least)
    expect(() => new Fft(length, 1)).not.toThrow()
  }
})
