/** Affine warps about the centre with bilinear sampling; what lies outside an image is its nearest edge pixel. */
import type { ShiftBatch } from '../shift'

/** Where an output pixel at (x,y) from the centre is read: (xx·x + xy·y + x0, yx·x + yy·y + y0), in pixels from the centre. */
export interface Affine {
  readonly xx: number
  readonly xy: number
  readonly yx: number
  readonly yy: number
  readonly x0: number
  readonly y0: number
}

/** Reads every image of `from` through the map into `to` [count, height, width, 3]. */
export function warp(from: ShiftBatch, to: Float32Array, map: Affine): void {
  const { count, height, width, pixels } = from
  const { offsets, weights } = samplingTable(height, width, map)
  const size = height * width * 3
  const places = height * width
  for (let image = 0; image < count; image++) {
    const base = image * size
    for (let place = 0, at = base; place < places; place++, at += 3) {
      const tap = 4 * place
      const a = base + offsets[tap]
      const b = base + offsets[tap + 1]
      const c = base + offsets[tap + 2]
      const d = base + offsets[tap + 3]
      const wa = weights[tap]
      const wb = weights[tap + 1]
      const wc = weights[tap + 2]
      const wd = weights[tap + 3]
      to[at] = wa * pixels[a] + wb * pixels[b] + wc * pixels[c] + wd * pixels[d]
      to[at + 1] = wa * pixels[a + 1] + wb * pixels[b + 1] + wc * pixels[c + 1] + wd * pixels[d + 1]
      to[at + 2] = wa * pixels[a + 2] + wb * pixels[b + 2] + wc * pixels[c + 2] + wd * pixels[d + 2]
    }
  }
}

/** The four pixels each output pixel is mixed from: the same for every image, so worked out once. */
function samplingTable(height: number, width: number, { xx, xy, yx, yy, x0, y0 }: Affine) {
  const offsets = new Int32Array(4 * height * width)
  const weights = new Float32Array(4 * height * width)
  const centreX = (width - 1) / 2
  const centreY = (height - 1) / 2
  let tap = 0
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, tap += 4) {
      const x = Math.min(width - 1, Math.max(0, centreX + x0 + xx * (column - centreX) + xy * (row - centreY)))
      const y = Math.min(height - 1, Math.max(0, centreY + y0 + yx * (column - centreX) + yy * (row - centreY)))
      const left = Math.floor(x)
      const top = Math.floor(y)
      const right = Math.min(width - 1, left + 1)
      const bottom = Math.min(height - 1, top + 1)
      const dx = x - left
      const dy = y - top
      offsets[tap] = (top * width + left) * 3
      offsets[tap + 1] = (top * width + right) * 3
      offsets[tap + 2] = (bottom * width + left) * 3
      offsets[tap + 3] = (bottom * width + right) * 3
      weights[tap] = (1 - dx) * (1 - dy)
      weights[tap + 1] = dx * (1 - dy)
      weights[tap + 2] = (1 - dx) * dy
      weights[tap + 3] = dx * dy
    }
  }
  return { offsets, weights }
}
