/** Occlusion: a grey square at a place drawn for each image. ImageNet-C has none; the levels are our own. */
import { defineShift } from './shift'

const grey = 0.5

export const occlusion = defineShift({
  id: 'occlusion',
  label: 'Occlusion',
  family: 'scene',
  summary: 'Covers a square of every image with grey; the square grows from a place of its own.',
  unit: '% of the side',
  decimals: 0,
  amounts: [0, 10, 20, 30, 40, 50],
  levels: 'own',
  draw: (_, random) => Float32Array.of(random.uniform(), random.uniform()),
  apply({ count, height, width, pixels }, to, percent, drawn) {
    to.set(pixels)
    const half = (percent / 200) * Math.min(height, width)
    for (let image = 0; image < count; image++) {
      const [left, right] = span(drawn[image][0] * width, half, width)
      const [top, bottom] = span(drawn[image][1] * height, half, height)
      for (let row = top; row < bottom; row++) {
        const start = (image * height + row) * width
        to.fill(grey, (start + left) * 3, (start + right) * 3)
      }
    }
  },
})

/** Pixels from centre − half to centre + half, within the image. */
function span(centre: number, half: number, length: number): readonly [number, number] {
  return [Math.max(0, Math.round(centre - half)), Math.min(length, Math.round(centre + half))]
}
