/** Applies a stack of shifts to a batch of images: eight bits in, eight bits out, as files have them. */
import type { ShiftStack } from '@shared/domain/shift'
import { amountAt } from '@shared/domain/shift'
import { createRandom } from '../nn/random'
import { findShift } from './registry'
import type { ImageShape, ShiftBatch } from './shift'

export interface ShiftImages extends ImageShape {
  /** [count, height, width, 3] uint8 RGB. */
  readonly pixels: Uint8Array
  /** Identity of each image, such as the hash of its content: with the seed it decides everything random about it. */
  readonly keys: readonly string[]
}

export interface Shifter {
  /** The shifted images [count, height, width, 3] uint8, newly allocated. At severity 0 throughout, a bit-exact copy. */
  apply(stack: ShiftStack): Uint8Array
}

/**
 * Draws are kept between calls, so that the second look at a stack costs arithmetic only. The n-th shift of a kind draws the same
 * wherever it stands in the stack. Between two shifts values are clipped but not rounded.
 */
export function createShifter(images: ShiftImages, seed: number): Shifter {
  const { height, width, keys } = images
  const count = keys.length
  const random = createRandom(seed).fork('shift')
  const draws = new Map<string, Float32Array[]>()
  const original = Float32Array.from(images.pixels, (value) => value / 255)
  const buffers = [new Float32Array(original.length), new Float32Array(original.length)] as const

  function drawn(kind: string, occurrence: number): readonly Float32Array[] {
    const { draw } = findShift(kind)
    if (draw === undefined) return []
    const name = `${kind}/${occurrence}`
    const known = draws.get(name)
    if (known !== undefined) return known
    const fresh = keys.map((key) => draw({ height, width }, random.fork(name).fork(key)))
    draws.set(name, fresh)
    return fresh
  }

  return {
    apply(stack) {
      const occurrences = new Map<string, number>()
      let from: ShiftBatch = { count, height, width, pixels: original }
      for (const { kind, severity } of stack) {
        const shift = findShift(kind)
        const occurrence = occurrences.get(kind) ?? 0
        occurrences.set(kind, occurrence + 1)
        if (severity === 0) continue
        const to = from.pixels === buffers[0] ? buffers[1] : buffers[0]
        if (from.pixels !== original) clip(from.pixels)
        shift.apply(from, to, amountAt(shift, severity), drawn(kind, occurrence))
        from = { ...from, pixels: to }
      }
      return toBytes(from.pixels)
    },
  }
}

function clip(values: Float32Array): void {
  // A quarter faster than minimum and maximum: most values are inside.
  for (let at = 0; at < values.length; at++) {
    if (values[at] < 0) values[at] = 0
    else if (values[at] > 1) values[at] = 1
  }
}

/** Clips, and rounds to the nearest of 256 levels; k/255 goes back to k exactly. */
function toBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length)
  for (let at = 0; at < values.length; at++) bytes[at] = values[at] < 0 ? 0 : values[at] > 1 ? 255 : 255 * values[at] + 0.5
  return bytes
}
