/** A pool of noise images, so that every step trains on fresh data without a disk in the way. */
import { memoryPixels } from '../../src-main/engine/data/pixel-rows'
import type { LabelledImages } from '../../src-main/engine/data/types'
import { createRandom } from '../../src-main/engine/nn/random'

const poolSize = 2048
export const benchClasses = 10

/** 2,048 images of `size` pixels with labels of ten classes; the same at every call. */
export function benchImages(size: number): LabelledImages {
  const random = createRandom(`bench/${size}`)
  const draw = (below: number) => () => random.integer(below)
  return {
    count: poolSize,
    size,
    pixels: memoryPixels(Uint8Array.from({ length: poolSize * size * size * 3 }, draw(256)), size * size * 3),
    labels: Int32Array.from({ length: poolSize }, draw(benchClasses)),
    domainIndex: Int32Array.from({ length: poolSize }, (_, index) => index),
  }
}
