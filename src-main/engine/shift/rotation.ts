/** Rotation about the centre. ImageNet-C has none; the levels are our own. */
import { warp } from './parts/warp'
import { defineShift } from './shift'

export const rotation = defineShift({
  id: 'rotation',
  label: 'Rotation',
  family: 'geometry',
  summary: 'Turns every image clockwise about its centre, as a tilted camera does.',
  unit: '°',
  decimals: 0,
  amounts: [0, 10, 20, 30, 45, 60],
  levels: 'own',
  apply(from, to, degrees) {
    const angle = (degrees * Math.PI) / 180
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    warp(from, to, { xx: cos, xy: sin, yx: -sin, yy: cos, x0: 0, y0: 0 })
  },
})
