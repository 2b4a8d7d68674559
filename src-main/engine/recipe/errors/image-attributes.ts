/** Plain attributes of images that errors may share: brightness, contrast, sharpness, the size of what is shown, and its slant. */

import type { PixelRows } from '../../data/pixel-rows'
import { toGrey } from '../../inspection/grey-image'
import { tonesOf } from '../../inspection/tones'

export const attributeNames = ['brightness', 'contrast', 'sharpness', 'extent', 'slant'] as const
export type AttributeName = (typeof attributeNames)[number]

/** One value an image, by attribute. */
export type ImageAttributes = Readonly<Record<AttributeName, Float64Array>>

/** pixels: images of [size, size, 3] uint8. Read a few at a time. */
export function measureAttributes(pixels: PixelRows, size: number): ImageAttributes {
  const column = (): Float64Array => new Float64Array(pixels.count)
  const found: Record<AttributeName, Float64Array> = {
    brightness: column(),
    contrast: column(),
    sharpness: column(),
    extent: column(),
    slant: column(),
  }
  for (let index = 0; index < pixels.count; index++) {
    const one = attributesOf(toGrey(pixels.read([index])), size)
    for (const name of attributeNames) found[name][index] = one[name]
  }
  return found
}

/**
 * grey [size, size] in [0,255]. `extent`: root mean square distance from the middle of what differs from the edge, over the side.
 * `slant`: angle of its longest axis from upright, in radians from −π/2 to π/2.
 */
function attributesOf(grey: Float32Array, size: number): Record<AttributeName, number> {
  return { ...tonesOf(grey, size), ...shapeOf(grey, size) }
}

function shapeOf(grey: Float32Array, size: number): { readonly extent: number; readonly slant: number } {
  const ground = edgeLevel(grey, size)
  let [mass, mx, my] = [0, 0, 0]
  grey.forEach((value, at) => {
    const ink = Math.abs(value - ground)
    mass += ink
    mx += ink * (at % size)
    my += ink * Math.floor(at / size)
  })
  if (mass < 1) return { extent: 0, slant: 0 }
  const [cx, cy] = [mx / mass, my / mass]
  let [xx, yy, xy] = [0, 0, 0]
  grey.forEach((value, at) => {
    const ink = Math.abs(value - ground)
    const [dx, dy] = [(at % size) - cx, Math.floor(at / size) - cy]
    xx += (ink * dx * dx) / mass
    yy += (ink * dy * dy) / mass
    xy += (ink * dx * dy) / mass
  })
  // The longest axis of the second moments, from the vertical.
  return { extent: Math.sqrt(xx + yy) / size, slant: 0.5 * Math.atan2(2 * xy, yy - xx) }
}

/** Mean of the outermost pixels. */
function edgeLevel(grey: Float32Array, size: number): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += grey[i] + grey[(size - 1) * size + i] + grey[i * size] + grey[i * size + size - 1]
  return sum / (4 * size)
}
