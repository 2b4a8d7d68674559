/** Gaussian noise: x + σ·n, n standard normal for every pixel and channel (Hendrycks & Dietterich 2019). */
import { defineShift } from './shift'

export const gaussianNoise = defineShift({
  id: 'gaussian-noise',
  label: 'Gaussian noise',
  family: 'noise',
  summary: 'Adds independent normal noise to every pixel and channel, as a sensor does in low light.',
  unit: 'σ',
  decimals: 2,
  amounts: [0, 0.08, 0.12, 0.18, 0.26, 0.38],
  levels: 'imagenet-c',
  draw: ({ height, width }, random) => Float32Array.from({ length: height * width * 3 }, () => random.normal()),
  apply({ count, pixels }, to, sigma, drawn) {
    const size = pixels.length / count
    for (let image = 0, at = 0; image < count; image++) {
      const noise = drawn[image]
      for (let i = 0; i < size; i++, at++) to[at] = pixels[at] + sigma * noise[i]
    }
  },
})
