/** Cuts the first frame out of a GIF, because TensorFlow reads every frame of an animation and paints transparency black. */
import { UnreadableImage } from './unreadable-image'

/** A GIF of one frame, its transparent colour replaced by white. Throws UnreadableImage. */
export function firstGifFrame(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  const byte = (at: number): number => {
    if (at >= copy.length) throw new UnreadableImage('truncated GIF')
    return copy[at]
  }
  const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))
  const skipBlocks = (start: number): number => {
    let at = start
    while (byte(at) !== 0) at += byte(at) + 1
    return at + 1
  }
  let at = 13 + tableSize(byte(10))
  let transparent: number | null = null
  while (byte(at) === 0x21) {
    if (byte(at + 1) === 0xf9) {
      transparent = (byte(at + 3) & 1) === 0 ? null : byte(at + 6)
      copy[at + 3] &= 0xfe
    }
    at = skipBlocks(at + 2)
  }
  if (byte(at) !== 0x2c) throw new UnreadableImage(byte(at) === 0x3b ? 'GIF without a frame' : 'damaged GIF')
  // TensorFlow would grow the picture to the frame, past the size that was checked.
  const uint16 = (from: number): number => byte(from) | (byte(from + 1) << 8)
  if (uint16(at + 1) + uint16(at + 5) > uint16(6) || uint16(at + 3) + uint16(at + 7) > uint16(8)) throw new UnreadableImage('damaged GIF')
  const localTable = tableSize(byte(at + 9))
  const table = localTable > 0 ? at + 10 : 13
  if (transparent !== null) copy.fill(255, table + 3 * transparent, table + 3 * transparent + 3)
  const end = skipBlocks(at + 10 + localTable + 1)
  const frame = new Uint8Array(end + 1)
  frame.set(copy.subarray(0, end))
  frame[end] = 0x3b
  return frame
}
