/** Inversion: (1 − a)·x + a·(1 − x), from the picture to its negative. ImageNet-C has none; the levels are our own. */
import { defineShift } from './shift'

export const invert = defineShift({
  id: 'invert',
  label: 'Invert',
  family: 'colour',
  summary: 'Mixes every image with its negative: dark on light becomes light on dark.',
  unit: 'of the negative',
  decimals: 2,
  amounts: [0, 0.2, 0.4, 0.6, 0.8, 1],
  levels: 'own',
  apply({ pixels }, to, share) {
    const factor = 1 - 2 * share
    for (let at = 0; at < pixels.length; at++) to[at] = factor * pixels[at] + share
  },
})
