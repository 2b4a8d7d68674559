/** Slanting: rows slide sideways in proportion to their height. ImageNet-C has none; the levels are our own. */
import { warp } from './parts/warp'
import { defineShift } from './shift'

export const shear = defineShift({
  id: 'shear',
  label: 'Shear',
  family: 'geometry',
  summary: 'Slants every image to the right, as italics do.',
  unit: 'px per row',
  decimals: 2,
  amounts: [0, 0.1, 0.2, 0.35, 0.5, 0.7],
  levels: 'own',
  apply(from, to, slope) {
    warp(from, to, { xx: 1, xy: slope, yx: 0, yy: 1, x0: 0, y0: 0 })
  },
})
