/** Brightness: V + c in HSV, clipped (Hendrycks & Dietterich 2019); hue and saturation stay. */
import { defineShift } from './shift'

export const brightness = defineShift({
  id: 'brightness',
  label: 'Brightness',
  family: 'colour',
  summary: 'Adds light to every pixel and keeps its hue, as an overexposed picture has it.',
  unit: 'added',
  decimals: 2,
  amounts: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
  levels: 'imagenet-c',
  apply({ pixels }, to, added) {
    for (let at = 0; at < pixels.length; at += 3) {
      const value = Math.max(pixels[at], pixels[at + 1], pixels[at + 2])
      const brighter = Math.min(1, value + added)
      // A colour is its value times a hue and saturation; black has none and becomes grey.
      const factor = value === 0 ? 0 : brighter / value
      const grey = value === 0 ? brighter : 0
      to[at] = pixels[at] * factor + grey
      to[at + 1] = pixels[at + 1] * factor + grey
      to[at + 2] = pixels[at + 2] * factor + grey
    }
  },
})
