/** Contrast: (x − m)·c + m, m the mean of each channel of each image (Hendrycks & Dietterich 2019). */
import { defineShift } from './shift'

export const contrast = defineShift({
  id: 'contrast',
  label: 'Contrast',
  family: 'colour',
  summary: 'Draws all values of a channel towards its mean, as fog and glare do.',
  unit: '×',
  decimals: 2,
  amounts: [1, 0.4, 0.3, 0.2, 0.1, 0.05],
  levels: 'imagenet-c',
  apply({ count, pixels }, to, factor) {
    const size = pixels.length / count
    for (let base = 0; base < pixels.length; base += size) {
      for (let channel = base; channel < base + 3; channel++) {
        let sum = 0
        for (let at = channel; at < base + size; at += 3) sum += pixels[at]
        const rest = ((1 - factor) * sum * 3) / size
        for (let at = channel; at < base + size; at += 3) to[at] = factor * pixels[at] + rest
      }
    }
  },
})
