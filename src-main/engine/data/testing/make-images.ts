/** Image files made on the spot: seeded noise as PNG, JPEG with an EXIF orientation, uncompressed BMP. */
import { createRandom } from '../../nn/random'
import { encodeFineJpeg, encodePng } from '../native-image'

/** [height, width, 3] uint8 from a seed. */
export function noise(seed: number | string, width = 8, height = width): Uint8Array {
  const random = createRandom(seed)
  return Uint8Array.from({ length: width * height * 3 }, () => random.integer(256))
}

export async function noisePng(seed: number | string, width = 8, height = width): Promise<Uint8Array> {
  return encodePng({ width, height, pixels: noise(seed, width, height) })
}

export async function noiseJpeg(seed: number | string, width = 8, height = width): Promise<Uint8Array> {
  return encodeFineJpeg({ width, height, pixels: noise(seed, width, height) })
}

/** Slips an APP1 segment with one tag, the orientation, into a JPEG right after its start marker. */
export function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  const body = [...Buffer.from('Exif\0\0', 'latin1'), ...tiff]
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2, ...body, ...jpeg.subarray(2)])
}

/** A bottom-up BMP. `rows`: the stored bytes of each row, top row first, without padding; `palette`: RGB colours. */
export function bmp(options: {
  readonly width: number
  readonly bits: number
  readonly rows: readonly (readonly number[])[]
  readonly palette?: readonly (readonly [number, number, number])[]
}): Uint8Array {
  const { width, bits, rows, palette = [] } = options
  const stride = Math.ceil((width * bits) / 32) * 4
  const offset = 54 + palette.length * 4
  const file = new Uint8Array(offset + stride * rows.length)
  const view = new DataView(file.buffer)
  file.set([0x42, 0x4d])
  view.setUint32(2, file.length, true)
  view.setUint32(10, offset, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, width, true)
  view.setInt32(22, rows.length, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, bits, true)
  for (const [i, [r, g, b]] of palette.entries()) file.set([b, g, r, 0], 54 + 4 * i)
  for (const [y, row] of rows.entries()) file.set(row, offset + stride * (rows.length - 1 - y))
  return file
}
