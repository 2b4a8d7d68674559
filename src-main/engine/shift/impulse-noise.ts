/** Impulse noise: a share p of all values becomes 0 or 1, half each (salt and pepper, Hendrycks & Dietterich 2019). */
import { defineShift } from './shift'

export const impulseNoise = defineShift({
  id: 'impulse-noise',
  label: 'Impulse noise',
  family: 'noise',
  summary: 'Sets a share of all values to black or white, as dead pixels and bit errors do.',
  unit: '% of values',
  decimals: 0,
  amounts: [0, 3, 6, 9, 17, 27],
  levels: 'imagenet-c',
  draw: ({ height, width }, random) => Float32Array.from({ length: height * width * 3 }, () => random.uniform()),
  apply({ count, pixels }, to, percent, drawn) {
    const size = pixels.length / count
    const half = percent / 200
    for (let image = 0, at = 0; image < count; image++) {
      const lot = drawn[image]
      // Growing from both ends: a value once hit stays hit at every higher strength.
      for (let i = 0; i < size; i++, at++) to[at] = lot[i] < half ? 0 : lot[i] >= 1 - half ? 1 : pixels[at]
    }
  },
})
