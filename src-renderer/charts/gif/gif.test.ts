/** What is written is read back by a decoder that follows the format and nothing of the encoder. */
import { describe, expect, test } from 'vitest'
import { encodeGif } from './encode-gif'
import { Palette } from './palette'

/** Pixels of the frames of a GIF with a global table and full frames. */
function decode(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  let at = 13 + 3 * 256
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      at += 2
      while (bytes[at] !== 0) at += (bytes[at] as number) + 1
      at++
      continue
    }
    at += 10
    const minimum = bytes[at++] as number
    const data: number[] = []
    while (bytes[at] !== 0) {
      data.push(...bytes.subarray(at + 1, at + 1 + (bytes[at] as number)))
      at += (bytes[at] as number) + 1
    }
    at++
    frames.push(unpack(data, minimum))
  }
  return frames
}

function unpack(data: readonly number[], minimum: number): Uint8Array {
  const clear = 1 << minimum
  let table: number[][] = []
  let width = minimum + 1
  let bit = 0
  let previous: number[] | null = null
  const pixels: number[] = []
  const reset = (): void => {
    table = Array.from({ length: clear + 2 }, (_, i) => [i])
    width = minimum + 1
    previous = null
  }
  for (;;) {
    let code = 0
    for (let i = 0; i < width; i++, bit++) code |= (((data[bit >> 3] as number) >> (bit & 7)) & 1) << i
    if (code === clear) {
      reset()
      continue
    }
    if (code === clear + 1) return Uint8Array.from(pixels)
    const before: number[] | null = previous
    const entry: number[] = table[code] ?? [...(before as unknown as number[]), (before as unknown as number[])[0] as number]
    pixels.push(...entry)
    if (before !== null && table.length < 4096) table.push([...(before as number[]), entry[0] as number])
    if (table.length === 1 << width && width < 12) width++
    previous = entry
  }
}

describe('gif', () => {
  test.each([
    ['one colour', (_: number) => 7],
    ['stripes', (i: number) => i % 5],
    ['noise that fills the code table several times', (i: number) => (Math.imul(i ^ (i >> 3), 2654435761) >>> 11) & 255],
  ])('%s comes back pixel for pixel', (_, colour) => {
    for (const side of [3, 16, 150]) {
      const indices = Uint8Array.from({ length: side * side }, (__, i) => colour(i))
      const bytes = encodeGif(
        [
          { indices, delayMs: 100 },
          { indices: indices.toReversed(), delayMs: 40 },
        ],
        { width: side, height: side, palette: [0] },
      )
      expect(decode(bytes)).toEqual([indices, indices.toReversed()])
    }
  })

  test('the header states size and palette', () => {
    const bytes = encodeGif([], { width: 300, height: 2, palette: [0x112233] })
    expect(new TextDecoder().decode(bytes.subarray(0, 6))).toBe('GIF89a')
    expect([...bytes.subarray(6, 10)]).toEqual([44, 1, 2, 0])
    expect([...bytes.subarray(13, 16)]).toEqual([0x11, 0x22, 0x33])
  })

  test('a palette keeps the colours of a flat drawing and sends the rest to the nearest', () => {
    const flat = Uint8ClampedArray.of(255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255)
    const palette = new Palette([flat])
    expect(palette.colours).toEqual([0xff0000, 0x0000ff])
    expect([...palette.map(Uint8ClampedArray.of(250, 10, 0, 255, 20, 0, 200, 255))]).toEqual([0, 1])
  })
})
