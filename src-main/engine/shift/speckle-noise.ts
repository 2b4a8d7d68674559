/** Speckle: x + x·σ·n, noise in proportion to the light (one of the extra corruptions of Hendrycks & Dietterich 2019). */
import { defineShift } from './shift'

export const speckleNoise = defineShift({
  id: 'speckle-noise',
  label: 'Speckle noise',
  family: 'noise',
  summary: 'Adds normal noise in proportion to the brightness of each pixel and channel.',
  unit: 'σ',
  decimals: 2,
  amounts: [0, 0.15, 0.2, 0.35, 0.45, 0.6],
  levels: 'imagenet-c',
  draw: ({ height, width }, random) => Float32Array.from({ length: height * width * 3 }, () => random.normal()),
  apply({ count, pixels }, to, sigma, drawn) {
    const size = pixels.length / count
    for (let image = 0, at = 0; image < count; image++) {
      const noise = drawn[image]
      for (let i = 0; i < size; i++, at++) to[at] = pixels[at] * (1 + sigma * noise[i])
    }
  },
})
