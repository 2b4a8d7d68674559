/** Antialiased resizing of bytes to a square, for images that were scaled down while they were decoded. */
import type { RawImage } from './native-image'

/** What each output pixel takes along one axis: `taps` weights from `starts[i]` on. */
interface Axis {
  readonly taps: number
  readonly starts: Int32Array
  /** [outputs, taps], each row adding up to 1. */
  readonly weights: Float32Array
}

const axes = new Map<string, Axis>()
const mostAxes = 64

export interface Scaled {
  /** By how much each side was divided while decoding. */
  readonly ratio: number
  /** Size before that, in pixels. */
  readonly fullWidth: number
  readonly fullHeight: number
}

/**
 * The triangle filter of the full image (Pillow's BILINEAR) as far as the scaled one allows: each of its pixels is the mean of
 * ratio × ratio full ones, which is part of the smoothing already, so the triangle is narrower by that variance. image
 * [height, width, 3] uint8 → [size, size, 3] uint8.
 */
export function resizeScaled({ width, height, pixels }: RawImage, { ratio, fullWidth, fullHeight }: Scaled, size: number): Uint8Array {
  const horizontal = axisOf(width, fullWidth, ratio, size)
  const vertical = axisOf(height, fullHeight, ratio, size)
  const narrow = new Float32Array(height * size * 3)
  for (let y = 0; y < height; y++) {
    const row = y * width * 3
    let to = y * size * 3
    for (let x = 0; x < size; x++) {
      let r = 0
      let g = 0
      let b = 0
      let from = row + horizontal.starts[x] * 3
      for (let tap = x * horizontal.taps; tap < (x + 1) * horizontal.taps; tap++, from += 3) {
        const weight = horizontal.weights[tap]
        r += weight * pixels[from]
        g += weight * pixels[from + 1]
        b += weight * pixels[from + 2]
      }
      narrow[to++] = r
      narrow[to++] = g
      narrow[to++] = b
    }
  }
  const line = new Float32Array(size * 3)
  const square = new Uint8ClampedArray(size * size * 3)
  for (let y = 0; y < size; y++) {
    line.fill(0)
    for (let tap = 0; tap < vertical.taps; tap++) {
      const weight = vertical.weights[y * vertical.taps + tap]
      const from = (vertical.starts[y] + tap) * size * 3
      for (let i = 0; i < line.length; i++) line[i] += weight * narrow[from + i]
    }
    square.set(line, y * line.length)
  }
  return new Uint8Array(square.buffer)
}

function axisOf(scaled: number, full: number, ratio: number, size: number): Axis {
  const key = `${scaled} ${full} ${ratio} ${size}`
  const known = axes.get(key)
  if (known) return known
  if (axes.size >= mostAxes) axes.clear()
  const axis = makeAxis(scaled, full, ratio, size)
  axes.set(key, axis)
  return axis
}

/** A triangle of half width s has the variance s²/6, a box of width r r²/12: s'² = s² − r²/2 leaves the sum at s²/6. */
function makeAxis(scaled: number, full: number, ratio: number, size: number): Axis {
  const step = full / size
  const half = Math.max(1, Math.sqrt(Math.max(0, step ** 2 - (ratio > 1 ? ratio ** 2 / 2 : 0))) / ratio)
  const taps = Math.min(scaled, Math.ceil(2 * half) + 1)
  const starts = new Int32Array(size)
  const weights = new Float32Array(size * taps)
  for (let i = 0; i < size; i++) {
    const centre = ((i + 0.5) * step) / ratio
    const start = Math.min(scaled - taps, Math.max(0, Math.floor(centre - half)))
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const weight = Math.max(0, 1 - Math.abs(start + tap + 0.5 - centre) / half)
      weights[i * taps + tap] = weight
      sum += weight
    }
    for (let tap = 0; tap < taps; tap++) weights[i * taps + tap] /= sum
    starts[i] = start
  }
  return { taps, starts, weights }
}
