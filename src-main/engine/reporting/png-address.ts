/** A square image as a data address, for pages that carry their pictures with them. */
import { encodePng } from '../data/native-image'

/** rgb [size, size, 3] uint8. */
export async function pngAddress(rgb: Uint8Array, size: number): Promise<string> {
  return `data:image/png;base64,${Buffer.from(await encodePng({ width: size, height: size, pixels: rgb })).toString('base64')}`
}
