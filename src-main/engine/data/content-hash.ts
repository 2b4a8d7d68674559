/** Names images and files by what is in them. */
import { createHash } from 'node:crypto'

/** sha256 of a file's bytes, hexadecimal: the key of the decode cache. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** sha256 of a text, hexadecimal. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** sha256 over size, orientation and stored RGB pixels: equal for an image and its lossless copy in another format. pixels [height, width, 3] uint8. */
export function hashPixels(
  image: { readonly width: number; readonly height: number; readonly pixels: Uint8Array },
  orientation: number,
): string {
  return createHash('sha256').update(`${image.width}x${image.height}/${orientation}\n`).update(image.pixels).digest('hex')
}
