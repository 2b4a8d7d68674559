/** Gamma: x^γ darkens the middle tones. ImageNet-C has none; the levels are our own. */
import { defineShift } from './shift'

/** Steps of the table; linear interpolation between them is far finer than eight bits. */
const steps = 1024

export const gamma = defineShift({
  id: 'gamma',
  label: 'Gamma',
  family: 'colour',
  summary: 'Darkens the middle tones and keeps black and white, as a mis-set display or an underexposed picture has it.',
  unit: 'γ',
  decimals: 2,
  amounts: [1, 1.3, 1.7, 2.2, 2.8, 3.5],
  levels: 'own',
  apply({ pixels }, to, exponent) {
    const table = Float32Array.from({ length: steps + 2 }, (_, step) => (Math.min(step, steps) / steps) ** exponent)
    for (let at = 0; at < pixels.length; at++) {
      const position = pixels[at] * steps
      const step = Math.floor(position)
      to[at] = table[step] + (position - step) * (table[step + 1] - table[step])
    }
  },
})
