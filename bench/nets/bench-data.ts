/** A pool of noise images, so that every step trains on fresh data without a disk in the way. */
import { memoryPixels } from '../../src-main/engine/data/pixel-rows'
import type { LabelledImages } from '../../src-main/engine/data/types'
import { createRandom } from '../../src-main/engine/nn/random'

export const benchClasses = 10

/** So many images of `size` pixels with labels of ten classes; the same at every call. */
export function benchImages(size: number, count = 2048): LabelledImages {
  const random = createRandom(`bench/${size}`)
  const draw = (below: number) => () => random.integer(below)
  return {
    count,
    size,
    pixels: memoryPixels(Uint8Array.from({ length: count * size * size * 3 }, draw(256)), size * size * 3),
    labels: Int32Array.from({ length: count }, draw(benchClasses)),
    domainIndex: Int32Array.from({ length: count }, (_, index) => index),
  }
}
