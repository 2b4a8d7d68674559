/** Uncompressed BMP in TypeScript, because TensorFlow's decoder takes palette indices for grey levels and knows no 1 or 4 bits. */
import type { RawImage } from './native-image'
import { UnreadableImage } from './unreadable-image'

/** 1, 4 and 8 bits with a palette, 24 and 32 bits (the fourth byte is padding there and ignored). Throws UnreadableImage. */
export function decodeBmp(bytes: Uint8Array): RawImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const dataOffset = view.getUint32(10, true)
  const headerSize = view.getUint32(14, true)
  const width = view.getInt32(18, true)
  const signedHeight = view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const bits = view.getUint16(28, true)
  const compression = view.getUint32(30, true)
  if (headerSize < 40 || ![1, 4, 8, 24, 32].includes(bits)) throw new UnreadableImage(`BMP with ${bits} bits per pixel is not supported`)
  if (!(compression === 0 || (compression === 3 && bits === 32 && hasUsualMasks(view)))) {
    throw new UnreadableImage('compressed BMP is not supported')
  }
  const stride = Math.ceil((width * bits) / 32) * 4
  if (dataOffset + stride * height > bytes.length) throw new UnreadableImage('truncated BMP')
  const paletteOffset = 14 + headerSize
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const row = dataOffset + stride * (signedHeight > 0 ? height - 1 - y : y)
    for (let x = 0; x < width; x++) {
      const at = bits >= 24 ? row + (x * bits) / 8 : paletteOffset + 4 * paletteIndex(bytes, row, x, bits)
      const out = (y * width + x) * 3
      pixels[out] = bytes[at + 2]
      pixels[out + 1] = bytes[at + 1]
      pixels[out + 2] = bytes[at]
    }
  }
  return { width, height, channels: 3, pixels }
}

function paletteIndex(bytes: Uint8Array, row: number, x: number, bits: number): number {
  const perByte = 8 / bits
  const shift = 8 - bits * ((x % perByte) + 1)
  return (bytes[row + Math.floor(x / perByte)] >> shift) & ((1 << bits) - 1)
}

function hasUsualMasks(view: DataView): boolean {
  return (
    view.byteLength >= 66 &&
    view.getUint32(54, true) === 0xff0000 &&
    view.getUint32(58, true) === 0xff00 &&
    view.getUint32(62, true) === 0xff
  )
}
