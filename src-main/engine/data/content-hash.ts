/** Names images and files by what is in them. */
import { createHash, webcrypto } from 'node:crypto'

/** sha256 of bytes, hexadecimal. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** As `hashBytes`, on another thread; of a file's bytes the key of the decode cache. */
export async function hashInBackground(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
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

/**
 * sha256 over a JPEG's coded picture and orientation: equal whatever its name, thumbnail, comments or camera data. Pixels would
 * have to be decoded at full size for it, which importing small ones avoids. Only for files whose header was read and is sound.
 */
export function hashJpeg(bytes: Uint8Array, orientation: number): string {
  const hash = createHash('sha256').update(`jpeg/${orientation}\n`)
  let at = 2
  while (bytes[at + 1] !== 0xda) {
    if (bytes[at + 1] === 0xff) {
      at += 1
      continue
    }
    const marker = bytes[at + 1]
    const end = at + 2 + ((bytes[at + 2] << 8) | bytes[at + 3])
    // APP14 says which colours the numbers mean; the other application segments and comments change no pixel.
    const describes = (marker >= 0xe0 && marker <= 0xef && marker !== 0xee) || marker === 0xfe
    if (!describes) hash.update(bytes.subarray(at, end))
    at = end
  }
  return hash.update(bytes.subarray(at)).digest('hex')
}
