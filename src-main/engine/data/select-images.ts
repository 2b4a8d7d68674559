/** A subset of images, in the order of the given rows. */
import type { Images } from './types'

/** rows [n] int32 indices into `images`; pixels are copied. */
export function selectImages(images: Images, rows: Int32Array): Images {
  const length = images.size * images.size * 3
  const pixels = new Uint8Array(rows.length * length)
  rows.forEach((row, place) => {
    pixels.set(images.pixels.subarray(row * length, (row + 1) * length), place * length)
  })
  return { count: rows.length, size: images.size, pixels, domainIndex: rows.map((row) => images.domainIndex[row]) }
}
