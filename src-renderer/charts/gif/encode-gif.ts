/** Writes GIF89a: one palette, frames that replace each other, played for ever. */

export interface GifFrame {
  /** [width·height] palette index of each pixel, row by row. */
  readonly indices: Uint8Array
  readonly delayMs: number
}

export interface GifOptions {
  readonly width: number
  readonly height: number
  /** Up to 256 colours as 0xRRGGBB. */
  readonly palette: readonly number[]
}

const CODE_BITS = 8
const CLEAR = 1 << CODE_BITS
const END = CLEAR + 1
const LAST_CODE = 4095

export function encodeGif(frames: Iterable<GifFrame>, { width, height, palette }: GifOptions): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter()
  out.text('GIF89a')
  out.words(width, height)
  // A global table of 256 colours, background 0, square pixels.
  out.bytes(0xf7, 0, 0)
  for (let i = 0; i < 256; i++) {
    const colour = palette[i] ?? 0
    out.bytes(colour >> 16, (colour >> 8) & 255, colour & 255)
  }
  out.bytes(0x21, 0xff, 11)
  out.text('NETSCAPE2.0')
  out.bytes(3, 1)
  out.words(0)
  out.bytes(0)
  for (const { indices, delayMs } of frames) {
    out.bytes(0x21, 0xf9, 4, 0)
    out.words(Math.max(2, Math.round(delayMs / 10)))
    out.bytes(0, 0)
    out.bytes(0x2c)
    out.words(0, 0, width, height)
    out.bytes(0, CODE_BITS)
    out.blocks(compress(indices))
  }
  out.bytes(0x3b)
  return out.result()
}

/** Variable-length LZW: a code grows by a bit when the table needs it, and the table starts over when it is full. */
function compress(indices: Uint8Array): Uint8Array {
  const out = new ByteWriter()
  let held = 0
  let heldBits = 0
  let width = CODE_BITS + 1
  let next = END + 1
  /** Key: prefix code and following index. */
  let table = new Map<number, number>()
  const write = (code: number): void => {
    held |= code << heldBits
    heldBits += width
    while (heldBits >= 8) {
      out.bytes(held & 255)
      held >>>= 8
      heldBits -= 8
    }
  }
  write(CLEAR)
  let prefix = indices[0] as number
  for (let i = 1; i < indices.length; i++) {
    const index = indices[i] as number
    const key = (prefix << 8) | index
    const known = table.get(key)
    if (known !== undefined) {
      prefix = known
      continue
    }
    write(prefix)
    if (next <= LAST_CODE) {
      table.set(key, next++)
      if (next > 1 << width && width < 12) width++
    } else {
      write(CLEAR)
      table = new Map()
      next = END + 1
      width = CODE_BITS + 1
    }
    prefix = index
  }
  write(prefix)
  // The reader adds one more entry for the last code, and may widen with it.
  if (next < LAST_CODE && next + 1 > 1 << width && width < 12) width++
  write(END)
  if (heldBits > 0) out.bytes(held & 255)
  return out.result()
}

class ByteWriter {
  #buffer = new Uint8Array(4096)
  #length = 0

  bytes(...values: readonly number[]): void {
    if (this.#length + values.length > this.#buffer.length) this.#grow(values.length)
    for (const value of values) this.#buffer[this.#length++] = value
  }

  /** 16 bits each, low byte first. */
  words(...values: readonly number[]): void {
    for (const value of values) this.bytes(value & 255, value >> 8)
  }

  text(value: string): void {
    this.bytes(...new TextEncoder().encode(value))
  }

  /** In blocks of at most 255 bytes, each with its length before it, and an empty one at the end. */
  blocks(data: Uint8Array): void {
    for (let start = 0; start < data.length; start += 255) {
      const block = data.subarray(start, start + 255)
      this.bytes(block.length, ...block)
    }
    this.bytes(0)
  }

  result(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length)
  }

  #grow(by: number): void {
    const larger = new Uint8Array(2 * this.#buffer.length + by)
    larger.set(this.#buffer)
    this.#buffer = larger
  }
}
