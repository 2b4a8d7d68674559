/**
 * Background texture: |a·t − x|, t a colour texture drawn for each image; at a = 1 the blend of MNIST-M (Ganin et al. 2016) with
 * procedural textures in place of photographs. ImageNet-C has none; the levels are our own.
 */
import { colourTexture } from '../data/colour-texture'
import { defineShift } from './shift'

export const backgroundTexture = defineShift({
  id: 'background-texture',
  label: 'Background texture',
  family: 'scene',
  summary: 'Blends a coloured pattern, another one for each image, into the picture as its difference.',
  unit: 'of the texture',
  decimals: 2,
  amounts: [0, 0.2, 0.4, 0.6, 0.8, 1],
  levels: 'own',
  draw({ height, width }, random) {
    const side = Math.max(height, width)
    const texture = colourTexture(random, side)
    const drawn = new Float32Array(height * width * 3)
    for (let row = 0; row < height; row++) {
      drawn.set(texture.subarray(row * side * 3, (row * side + width) * 3), row * width * 3)
    }
    return drawn
  },
  apply({ count, pixels }, to, share, drawn) {
    const size = pixels.length / count
    for (let image = 0, at = 0; image < count; image++) {
      const texture = drawn[image]
      for (let i = 0; i < size; i++, at++) to[at] = Math.abs(share * texture[i] - pixels[at])
    }
  },
})
