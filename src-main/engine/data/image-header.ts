/** Reads an image's format, size and completeness from its bytes, so that nothing absurd or cut short reaches a decoder. */
import { UnreadableImage } from './unreadable-image'

export type ImageFormat = 'png' | 'jpeg' | 'bmp' | 'gif' | 'webp'

export interface ImageHeader {
  readonly format: ImageFormat
  /** Stored size in pixels, before any EXIF orientation. */
  readonly width: number
  readonly height: number
  /** Whether pixels may be transparent. */
  readonly alpha: boolean
  /** As stored: 1 grey, 2 grey with transparency, 3 colour, 4 colour with transparency, or CMYK. */
  readonly channels: number
  /** Whether an EXIF block is there to ask for an orientation (JPEG only). */
  readonly exif: boolean
}

/** Larger images are refused before they are decoded: a few hundred bytes can claim gigabytes. */
export const maxPixels = 64_000_000

/** Goes by magic bytes, never by the file's name. Throws UnreadableImage. */
export function readImageHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length === 0) throw new UnreadableImage('empty file')
  const format = sniffFormat(bytes)
  if (format === null) throw new UnreadableImage(describeForeign(bytes))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let header: ImageHeader
  try {
    header = readers[format](view)
  } catch (error) {
    // A header that points past the end of the file is a file cut short.
    if (error instanceof RangeError) throw new UnreadableImage(`truncated ${formatName(format)}`)
    throw error
  }
  const { width, height } = header
  if (width < 1 || height < 1) throw new UnreadableImage(`damaged ${formatName(format)}`)
  if (width * height > maxPixels) {
    throw new UnreadableImage(`${thousands(width)} × ${thousands(height)} pixels, more than ${maxPixels / 1e6} megapixels`)
  }
  return header
}

/** The format's name as users write it. */
export function formatName(format: ImageFormat): string {
  return format === 'webp' ? 'WebP' : format.toUpperCase()
}

/** The format that the first bytes announce; null for none of ours. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | null {
  const text = (start: number, length: number): string => String.fromCharCode(...bytes.subarray(start, start + length))
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (text(0, 4) === 'GIF8') return 'gif'
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return 'webp'
  if (text(0, 2) === 'BM') return 'bmp'
  return null
}

function describeForeign(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) return 'TIFF is not supported'
  if (/^ftyp(avif|avis)/.test(start.slice(4))) return 'AVIF is not supported'
  if (/^ftyp(heic|heix|mif1|msf1)/.test(start.slice(4))) return 'HEIC is not supported'
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(Buffer.from(bytes.subarray(0, 512)).toString('utf8')))
    return 'SVG is not supported'
  return 'not an image'
}

const readers: Readonly<Record<ImageFormat, (view: DataView) => ImageHeader>> = {
  png: readPng,
  jpeg: readJpeg,
  bmp: readBmp,
  gif: (view) => ({
    format: 'gif',
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    alpha: false,
    channels: 3,
    exif: false,
  }),
  webp: readWebp,
}

/** By PNG colour type. */
const pngChannels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }

function readPng(view: DataView): ImageHeader {
  const width = view.getUint32(16)
  const height = view.getUint32(20)
  const colourType = view.getUint8(25)
  let transparency = false
  let ended = false
  for (let at = 8; !ended; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4)
    transparency ||= type === fourCc('tRNS')
    ended = type === fourCc('IEND')
    // The checksum must be there too: reading its last byte throws when the file stops before.
    view.getUint8(at + 11 + view.getUint32(at))
  }
  return {
    format: 'png',
    width,
    height,
    alpha: (colourType & 4) !== 0 || transparency,
    channels: pngChannels[colourType] ?? 3,
    exif: false,
  }
}

function readJpeg(view: DataView): ImageHeader {
  let exif = false
  let size: Pick<ImageHeader, 'width' | 'height' | 'channels'> | null = null
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw new UnreadableImage('damaged JPEG')
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xda) break
    const length = view.getUint16(at + 2)
    if (marker === 0xe1 && view.getUint32(at + 4) === fourCc('Exif')) exif = true
    const startOfFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (startOfFrame) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7), channels: view.getUint8(at + 9) }
    at += 2 + length
  }
  if (size === null) throw new UnreadableImage('damaged JPEG')
  // Anything may follow the end marker (a second picture, padding), so it is looked for from the back.
  for (let end = view.byteLength - 2; end > at; end--) {
    if (view.getUint8(end) === 0xff && view.getUint8(end + 1) === 0xd9) return { format: 'jpeg', ...size, alpha: false, exif }
  }
  throw new UnreadableImage('truncated JPEG')
}

function readBmp(view: DataView): ImageHeader {
  // The decoder reads the whole header; touching its last byte throws when the file stops before.
  view.getUint8(53)
  return {
    format: 'bmp',
    width: view.getInt32(18, true),
    height: Math.abs(view.getInt32(22, true)),
    alpha: false,
    channels: 3,
    exif: false,
  }
}

function readWebp(view: DataView): ImageHeader {
  if (view.byteLength < 8 + view.getUint32(4, true)) throw new UnreadableImage('truncated WebP')
  const common = { format: 'webp', alpha: true, channels: 3, exif: false } as const
  const chunk = view.getUint32(12)
  if (chunk === fourCc('VP8 ')) {
    return { ...common, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (chunk === fourCc('VP8L')) {
    const packed = view.getUint32(21, true)
    return { ...common, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
  }
  if (chunk !== fourCc('VP8X')) throw new UnreadableImage('damaged WebP')
  if ((view.getUint8(20) & 2) !== 0) throw new UnreadableImage('animated WebP is not supported')
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  return { ...common, width: uint24(24) + 1, height: uint24(27) + 1 }
}

function fourCc(name: string): number {
  return [...name].reduce((code, letter) => (code << 8) | letter.charCodeAt(0), 0) >>> 0
}

function thousands(value: number): string {
  return value.toLocaleString('en-US')
}
