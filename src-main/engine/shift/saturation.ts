/**
 * Saturation: mixes every colour with its grey. The "saturate" of ImageNet-C first fades and then oversaturates, which no single
 * slider can follow; the levels here are our own and only fade.
 */
import { luma } from './parts/luma'
import { defineShift } from './shift'

export const saturation = defineShift({
  id: 'saturation',
  label: 'Saturation',
  family: 'colour',
  summary: 'Fades colours towards grey of the same brightness.',
  unit: '×',
  decimals: 2,
  amounts: [1, 0.8, 0.6, 0.4, 0.2, 0],
  levels: 'own',
  apply({ pixels }, to, factor) {
    for (let at = 0; at < pixels.length; at += 3) {
      const grey = (1 - factor) * luma(pixels[at], pixels[at + 1], pixels[at + 2])
      to[at] = grey + factor * pixels[at]
      to[at + 1] = grey + factor * pixels[at + 1]
      to[at + 2] = grey + factor * pixels[at + 2]
    }
  },
})
