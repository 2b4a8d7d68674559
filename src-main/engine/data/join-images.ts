/** Two sets of labelled images as one. */
import { joinPixels } from './pixel-rows'
import type { LabelledImages } from './types'

/** The images of `first`, then those of `second`, which are of the same size. */
export function joinImages(first: LabelledImages, second: LabelledImages): LabelledImages {
  return {
    count: first.count + second.count,
    size: first.size,
    pixels: joinPixels(first.pixels, second.pixels),
    labels: Int32Array.from([...first.labels, ...second.labels]),
    domainIndex: Int32Array.from([...first.domainIndex, ...second.domainIndex]),
  }
}
