/** Cuts the edges off an image, such as a scanner's frame or a caption. */
import type { Crop } from '@shared/domain/preparation'
import type { RawImage } from './native-image'

/** Parts of width and height, of the image as stored; at least one pixel remains. */
export function cropImage(image: RawImage, crop: Crop): RawImage {
  const { width, height, channels, pixels } = image
  const left = Math.round(crop.left * width)
  const top = Math.round(crop.top * height)
  const right = Math.max(left + 1, width - Math.round(crop.right * width))
  const bottom = Math.max(top + 1, height - Math.round(crop.bottom * height))
  const rowBytes = (right - left) * channels
  const cut = new Uint8Array(rowBytes * (bottom - top))
  for (let y = top; y < bottom; y++) {
    const from = (y * width + left) * channels
    cut.set(pixels.subarray(from, from + rowBytes), (y - top) * rowBytes)
  }
  return { width: right - left, height: bottom - top, channels, pixels: cut }
}
