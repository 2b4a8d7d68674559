/**
 * Pixelation: blocks of 1/c pixels a side, each its mean (Hendrycks & Dietterich 2019). Deviation: where 1/c is no whole number
 * their filter rounds blocks to whole pixels; ours counts a pixel that two blocks share by its area, so that the effect is
 * continuous in c.
 */
import { defineShift } from './shift'

export const pixelate = defineShift({
  id: 'pixelate',
  label: 'Pixelate',
  family: 'digital',
  summary: 'Shrinks and enlarges every image, so that blocks show.',
  unit: 'of the side',
  decimals: 2,
  amounts: [1, 0.6, 0.5, 0.4, 0.3, 0.25],
  levels: 'imagenet-c',
  apply({ count, height, width, pixels }, to, share) {
    const columns = cutIntoBlocks(width, 1 / share)
    const rows = cutIntoBlocks(height, 1 / share)
    const size = height * width * 3
    const narrow = new Float32Array(height * columns.blocks * 3)
    const small = new Float32Array(rows.blocks * columns.blocks * 3)
    const wide = new Float32Array(rows.blocks * width * 3)
    for (let base = 0; base < count * size; base += size) {
      const image = pixels.subarray(base, base + size)
      shrink({ from: image, to: narrow, lines: height, pixel: 3 }, columns)
      shrink({ from: narrow, to: small, lines: 1, pixel: columns.blocks * 3 }, rows)
      enlarge({ from: small, to: wide, lines: rows.blocks, pixel: 3 }, columns)
      enlarge({ from: wide, to: to.subarray(base, base + size), lines: 1, pixel: width * 3 }, rows)
    }
  },
})

interface Cut {
  readonly length: number
  readonly blocks: number
  /** The block that a pixel begins in, and the part of the pixel that lies in it; the rest lies in the next one. */
  readonly block: Int32Array
  readonly part: Float32Array
  /** Pixels in each block. */
  readonly area: Float32Array
}

function cutIntoBlocks(length: number, side: number): Cut {
  const blocks = Math.ceil(length / side)
  const block = Int32Array.from({ length }, (_, at) => Math.min(blocks - 1, Math.floor(at / side)))
  const part = Float32Array.from(block, (own, at) => (own === blocks - 1 ? 1 : Math.min(1, (own + 1) * side - at)))
  const area = new Float32Array(blocks)
  for (let at = 0; at < length; at++) {
    area[block[at]] += part[at]
    if (part[at] < 1) area[block[at] + 1] += 1 - part[at]
  }
  return { length, blocks, block, part, area }
}

/** `lines` lines of pixels, or of blocks, that are `pixel` numbers each. */
interface Lines {
  readonly from: Float32Array
  readonly to: Float32Array
  readonly lines: number
  readonly pixel: number
}

function shrink({ from, to, lines, pixel }: Lines, { length, blocks, block, part, area }: Cut): void {
  to.fill(0)
  for (let line = 0, read = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      const own = part[at] / area[block[at]]
      const next = part[at] < 1 ? (1 - part[at]) / area[block[at] + 1] : 0
      const write = (line * blocks + block[at]) * pixel
      for (let i = 0; i < pixel; i++, read++) {
        to[write + i] += own * from[read]
        if (next > 0) to[write + pixel + i] += next * from[read]
      }
    }
  }
}

function enlarge({ from, to, lines, pixel }: Lines, { length, blocks, block, part }: Cut): void {
  for (let line = 0, write = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      const read = (line * blocks + block[at]) * pixel
      const own = part[at]
      for (let i = 0; i < pixel; i++, write++)
        to[write] = own < 1 ? own * from[read + i] + (1 - own) * from[read + pixel + i] : from[read + i]
    }
  }
}
