/** A subset of images, in the order of the given rows. */
import { selectPixels } from './pixel-rows'
import type { Images } from './types'

/** rows [n] int32 indices into `images`; no pixel is read yet. */
export function selectImages(images: Images, rows: Int32Array): Images {
  return {
    count: rows.length,
    size: images.size,
    pixels: selectPixels(images.pixels, rows),
    domainIndex: rows.map((row) => images.domainIndex[row]),
  }
}
