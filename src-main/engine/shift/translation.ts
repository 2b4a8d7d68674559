/** Moving to the right and down. ImageNet-C has none; the levels are our own. */
import { warp } from './parts/warp'
import { defineShift } from './shift'

export const translation = defineShift({
  id: 'translation',
  label: 'Translation',
  family: 'geometry',
  summary: 'Moves every image to the right and down by a share of its side; the border continues.',
  unit: '% of the side',
  decimals: 0,
  amounts: [0, 4, 8, 12, 16, 20],
  levels: 'own',
  apply(from, to, percent) {
    warp(from, to, { xx: 1, xy: 0, yx: 0, yy: 1, x0: (-percent / 100) * from.width, y0: (-percent / 100) * from.height })
  },
})
