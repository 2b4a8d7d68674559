/** Shrinking towards the centre. ImageNet-C has none; the levels are our own. */
import { warp } from './parts/warp'
import { defineShift } from './shift'

export const scale = defineShift({
  id: 'scale',
  label: 'Scale',
  family: 'geometry',
  summary: 'Shrinks what is in the picture, as a camera further away does; the border continues.',
  unit: '×',
  decimals: 2,
  amounts: [1, 0.9, 0.8, 0.7, 0.6, 0.5],
  levels: 'own',
  apply(from, to, factor) {
    warp(from, to, { xx: 1 / factor, xy: 0, yx: 0, yy: 1 / factor, x0: 0, y0: 0 })
  },
})
