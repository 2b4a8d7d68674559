/** The turn and flip a camera asks for in EXIF, read from JPEG bytes and applied to pixels. */
import type { Crop } from '@shared/domain/preparation'
import exifr from 'exifr'
import type { RgbImage } from './native-image'

/** 1 (as stored) to 8; what cannot be read counts as 1. */
export async function readOrientation(bytes: Uint8Array): Promise<number> {
  try {
    const orientation = await exifr.orientation(bytes)
    return orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : 1
  } catch {
    return 1
  }
}

/** Whether an orientation swaps width and height. */
export function swapsSides(orientation: number): boolean {
  return orientation >= 5
}

/** A crop of the image as shown, told for the image as stored. */
export function orientCrop({ left, top, right, bottom }: Crop, orientation: number): Crop {
  const { flipX, flipY } = flips(orientation)
  const stored = swapsSides(orientation) ? { left: top, right: bottom, top: left, bottom: right } : { left, right, top, bottom }
  return {
    left: flipX ? stored.right : stored.left,
    right: flipX ? stored.left : stored.right,
    top: flipY ? stored.bottom : stored.top,
    bottom: flipY ? stored.top : stored.bottom,
  }
}

/** Which stored axes run backwards. */
function flips(orientation: number): { readonly flipX: boolean; readonly flipY: boolean } {
  return { flipX: [2, 3, 7, 8].includes(orientation), flipY: [3, 4, 6, 7].includes(orientation) }
}

/** Turns stored pixels the right way up. pixels [height, width, 3] uint8 → a new image, or the same one for orientation 1. */
export function orientImage(image: RgbImage, orientation: number): RgbImage {
  if (orientation === 1) return image
  const swapped = swapsSides(orientation)
  const width = swapped ? image.height : image.width
  const height = swapped ? image.width : image.height
  const { flipX, flipY } = flips(orientation)
  const turned = new Uint8Array(image.pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // The stored pixel that is shown at (x, y): a transposition for 5-8, then the flips in stored coordinates.
      const storedX = swapped ? y : x
      const storedY = swapped ? x : y
      const from = ((flipY ? image.height - 1 - storedY : storedY) * image.width + (flipX ? image.width - 1 - storedX : storedX)) * 3
      const to = (y * width + x) * 3
      turned[to] = image.pixels[from]
      turned[to + 1] = image.pixels[from + 1]
      turned[to + 2] = image.pixels[from + 2]
    }
  }
  return { width, height, pixels: turned }
}
