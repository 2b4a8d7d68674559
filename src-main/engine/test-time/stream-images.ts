/** The images of a stream as tensors, each under its own shifts; what shifts make of them is kept while it is in use. */
import type { ShiftStack } from '@shared/domain/shift'
import { type Tensor4D, tf } from '../backend/tensorflow'
import { createShifter } from '../shift/apply-shifts'
import type { StreamItem } from './stream-order'

export interface StreamSource {
  readonly count: number
  /** Side in pixels. */
  readonly size: number
  /** [count,size,size,3] uint8 */
  readonly pixels: Uint8Array
  /** Hash of each image's content: with the seed it decides everything random about its shift. */
  readonly keys: readonly string[]
}

/** Shifted copies of all images kept at a time. */
const keptCopies = 16

/** Items → x [n,size,size,3] float32 in [0,1]; the caller disposes it. */
export function createStreamImages(source: StreamSource, seed: number): (items: readonly StreamItem[]) => Tensor4D {
  const { size, pixels, keys } = source
  const length = size * size * 3
  const shifter = createShifter({ height: size, width: size, pixels, keys }, seed)
  const copies = new Map<string, Uint8Array>()
  const under = (stack: ShiftStack): Uint8Array => {
    if (stack.length === 0) return pixels
    const key = JSON.stringify(stack)
    const copy = copies.get(key) ?? shifter.apply(stack)
    copies.delete(key)
    copies.set(key, copy)
    for (const oldest of [...copies.keys()].slice(0, -keptCopies)) copies.delete(oldest)
    return copy
  }
  return (items) => {
    const values = new Float32Array(items.length * length)
    items.forEach(({ image, stack }, row) => {
      const from = under(stack)
      for (let at = 0; at < length; at++) values[row * length + at] = from[image * length + at] / 255
    })
    return tf.tensor4d(values, [items.length, size, size, 3])
  }
}
