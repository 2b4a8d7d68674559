/**
 * Defocus: the mean over a disk of radius r (Hendrycks & Dietterich 2019; radii of 224 px images, scaled to the image).
 * Deviation: their disk of whole pixels is softened by a Gaussian of 0.1 to 0.5 px; ours is the exact disk over the bilinearly
 * interpolated image, so that radii below a pixel, which small images have, blur too.
 */
import { mirrored } from './parts/mirror'
import { scaledLength } from './parts/scaled-length'
import { defineShift, type ShiftBatch } from './shift'

export const defocusBlur = defineShift({
  id: 'defocus-blur',
  label: 'Defocus blur',
  family: 'blur',
  summary: 'Spreads every point over a disk, as a lens out of focus does.',
  unit: 'px of 224',
  decimals: 1,
  amounts: [0, 3, 4, 6, 8, 10],
  levels: 'imagenet-c',
  apply(from, to, radius) {
    meanOverDisk(from, to, scaledLength(radius, from))
  },
})

/** A disk is a pile of rows, and a row's sum is the difference of two running sums: the cost grows with the radius, not its square. */
function meanOverDisk({ count, height, width, pixels }: ShiftBatch, to: Float32Array, radius: number): void {
  const rows = diskRows(radius)
  const area = rows.reduce((sum, { halfWidth, weight }) => sum + weight * 2 * halfWidth, 0)
  const reach = Math.ceil(radius) + 1
  const columns = width + 2 * reach
  const mirror = Int32Array.from({ length: columns }, (_, column) => 3 * mirrored(column - reach, width))
  const line = (columns + 1) * 3
  const sums = new Float64Array(height * line)
  const imageSize = height * width * 3
  for (let base = 0; base < count * imageSize; base += imageSize) {
    for (let y = 0; y < height; y++) {
      for (let column = 0, at = y * line; column < columns; column++, at += 3) {
        const read = base + y * width * 3 + mirror[column]
        sums[at + 3] = sums[at] + pixels[read]
        sums[at + 4] = sums[at + 1] + pixels[read + 1]
        sums[at + 5] = sums[at + 2] + pixels[read + 2]
      }
    }
    to.fill(0, base, base + imageSize)
    for (const { offset, halfWidth, weight } of rows) {
      const { whole, near, far } = spanWeights(halfWidth)
      const share = weight / area
      for (let y = 0; y < height; y++) {
        const row = mirrored(y + offset, height) * line + reach * 3
        const left = row - whole * 3
        const right = row + whole * 3
        for (let i = 0, at = base + y * width * 3; i < width * 3; i++, at++) {
          const [l, r] = [left + i, right + i]
          const inner = whole === 0 ? 0 : sums[r] - sums[l + 3]
          const beside = sums[l + 3] - sums[l] + sums[r + 3] - sums[r]
          const beyond = sums[l] - sums[l - 3] + sums[r + 6] - sums[r + 3]
          to[at] += share * (inner + near * beside + far * beyond)
        }
      }
    }
  }
}

/**
 * The integral over [−h, h] of a row interpolated linearly: pixels nearer than `whole` count fully, the two at `whole` (at 0 the
 * same one twice) `near` each, the two beyond `far` each; together 2h.
 */
function spanWeights(halfWidth: number): { readonly whole: number; readonly near: number; readonly far: number } {
  const whole = Math.floor(halfWidth)
  const part = halfWidth - whole
  const far = part ** 2 / 2
  return { whole, near: (whole === 0 ? 0 : 0.5) + part - far, far }
}

interface DiskRow {
  readonly offset: number
  /** Mean half width of the strips that fall to this row. */
  readonly halfWidth: number
  readonly weight: number
}

/** The disk cut into thin strips, each shared by the two pixel rows beside it as linear interpolation has it. */
function diskRows(radius: number): DiskRow[] {
  const strips = 64
  const last = Math.ceil(radius)
  const widths = new Float64Array(2 * last + 1)
  const weights = new Float64Array(2 * last + 1)
  for (let strip = 0; strip < strips; strip++) {
    const y = radius * ((2 * strip + 1) / strips - 1)
    const chord = Math.sqrt(radius ** 2 - y ** 2)
    const below = Math.floor(y)
    const part = y - below
    for (const [offset, weight] of [
      [below, 1 - part],
      [below + 1, part],
    ]) {
      if (weight === 0) continue
      widths[offset + last] += weight * chord
      weights[offset + last] += weight
    }
  }
  return [...weights.keys()]
    .filter((row) => weights[row] > 0)
    .map((row) => ({ offset: row - last, halfWidth: widths[row] / weights[row], weight: weights[row] }))
}
