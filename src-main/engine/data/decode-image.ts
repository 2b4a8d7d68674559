/** Files' bytes to square RGB images: the whole of what "decoding" means here, with no disk. */
import type { ImageSettings } from '@shared/domain/dataset'
import type { Crop } from '@shared/domain/preparation'
import { hashJpeg, hashPixels } from './content-hash'
import { cropImage } from './crop-image'
import { decodeBmp } from './decode-bmp'
import { decodeJpegs } from './decode-jpegs'
import { decodeWebp } from './decode-webp'
import { orientCrop, orientImage, readOrientation, swapsSides } from './exif-orientation'
import { firstGifFrame } from './first-gif-frame'
import { formatName, type ImageHeader, readImageHeader, sniffFormat } from './image-header'
import { decodeNative, type RawImage, type RgbImage } from './native-image'
import { squash } from './squash'
import { UnreadableImage } from './unreadable-image'

/** Everything that decides which pixels a file's bytes become. */
export interface DecodeSettings extends ImageSettings {
  /** Cut off before resizing, of the image as shown. */
  readonly crop?: Crop | null
}

export interface DecodedImage {
  /** [imageSize, imageSize, 3] uint8 RGB. */
  readonly pixels: Uint8Array
  /** Size in pixels as shown, after orientation and before resizing. */
  readonly width: number
  readonly height: number
  /** As stored: 1 grey, 2 grey with transparency, 3 colour, 4 colour with transparency, or CMYK. */
  readonly channels: number
  /** Hash of the pixels at full size, of a JPEG of its coded picture: the image's identity, whatever its name, folder or settings. */
  readonly contentHash: string
  /** Identity of the image that this one was made of by shifts; absent for an image as it lies there. */
  readonly origin?: string
}

/** Raise it when the same bytes begin to give other pixels: cached images of older versions are then left alone. */
export const decoderVersion = 5

/**
 * Grey becomes three equal channels, 16-bit samples keep their upper byte, transparency shows white, the aspect ratio is
 * squashed to a square with an antialiased triangle filter, and an image that has the size already is not touched.
 * Throws UnreadableImage.
 */
export async function decodeImage(bytes: Uint8Array, settings: DecodeSettings): Promise<DecodedImage> {
  const [decoded] = await decodeImages([bytes], settings)
  if (decoded instanceof UnreadableImage) throw decoded
  return decoded
}

/** Several files at once, which is faster where they decode together; one that cannot be read has its reason in its place. */
export async function decodeImages(
  files: readonly Uint8Array[],
  settings: DecodeSettings,
): Promise<readonly (DecodedImage | UnreadableImage)[]> {
  const found = await Promise.all(files.map((bytes) => orReason(() => readFrame(bytes))))
  const together = found.filter((frame) => !(frame instanceof UnreadableImage) && decodesTogether(frame.bytes, settings)) as Frame[]
  const squares = decodeJpegs(
    together.map(({ bytes, header: { width, height } }) => ({ bytes, width, height })),
    settings.imageSize,
  )
  const squareOf = new Map(together.map((frame, at) => [frame, squares[at]]))
  return Promise.all(
    found.map((frame) => (frame instanceof UnreadableImage ? frame : orReason(() => finishFrame(frame, squareOf.get(frame), settings)))),
  )
}

/** Whether a file is better decoded beside others: JPEGs go through one graph, unless a crop wants the full picture. */
export function decodesTogether(bytes: Uint8Array, { crop = null }: DecodeSettings): boolean {
  return crop === null && sniffFormat(bytes) === 'jpeg'
}

/** An image at its own size, the right way up, with the identity `decodeImage` gives it. Throws UnreadableImage. */
export async function decodeWhole(bytes: Uint8Array): Promise<RgbImage & Pick<DecodedImage, 'contentHash'>> {
  const frame = await readFrame(bytes)
  const stored = await readStored(frame)
  return { ...orientImage(stored, frame.orientation), contentHash: identityOf(frame, stored) }
}

/** What remains once pixels are there; built-in images start here. pixels [height, width, 3] uint8. */
export function finishImage(stored: RawImage, settings: DecodeSettings): DecodedImage {
  const square = cropToSquare(stored, settings, 1)
  return { ...shownSquare(square, settings.imageSize, stored, 1), channels: 3, contentHash: hashPixels(stored, 1) }
}

function cropToSquare(stored: RawImage, { imageSize, crop = null }: DecodeSettings, orientation: number): Uint8Array {
  const cut = crop ? cropImage(stored, orientCrop(crop, orientation)) : stored
  return cut.width === imageSize && cut.height === imageSize ? cut.pixels : squash(cut, imageSize)
}

/** The square the right way up, with the size of what it was made of. */
function shownSquare(
  square: Uint8Array,
  imageSize: number,
  { width, height }: Pick<RawImage, 'width' | 'height'>,
  orientation: number,
): Pick<DecodedImage, 'pixels' | 'width' | 'height'> {
  const swapped = swapsSides(orientation)
  return {
    // The filter is the same along both axes, so turning the small square equals turning the large image.
    pixels: orientImage({ width: imageSize, height: imageSize, pixels: square }, orientation).pixels,
    width: swapped ? height : width,
    height: swapped ? width : height,
  }
}

/** What is known of a file before its pixels are. */
interface Frame {
  readonly bytes: Uint8Array
  readonly header: ImageHeader
  readonly orientation: number
}

async function readFrame(bytes: Uint8Array): Promise<Frame> {
  const header = readImageHeader(bytes)
  return { bytes, header, orientation: header.exif ? await readOrientation(bytes) : 1 }
}

/** `square`: decoded beside others already; null when its data are damaged. */
async function finishFrame(frame: Frame, square: Uint8Array | null | undefined, settings: DecodeSettings): Promise<DecodedImage> {
  const { header, orientation } = frame
  if (square === null) throw damaged(header)
  if (square !== undefined) {
    const shown = shownSquare(square, settings.imageSize, header, orientation)
    return { ...shown, channels: header.channels, contentHash: hashJpeg(frame.bytes, orientation) }
  }
  const stored = await readStored(frame)
  const shown = shownSquare(cropToSquare(stored, settings, orientation), settings.imageSize, stored, orientation)
  return { ...shown, channels: header.channels, contentHash: identityOf(frame, stored) }
}

function identityOf({ bytes, header, orientation }: Frame, stored: RawImage): string {
  return header.format === 'jpeg' ? hashJpeg(bytes, orientation) : hashPixels(stored, orientation)
}

async function orReason<T>(work: () => Promise<T>): Promise<T | UnreadableImage> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UnreadableImage) return error
    throw error
  }
}

/** The header was sound, so what the decoder refuses is in the data. */
function damaged({ format }: ImageHeader): UnreadableImage {
  return new UnreadableImage(`damaged ${formatName(format)}`)
}

/** At full size, without transparency. */
async function readStored({ bytes, header }: Frame): Promise<RawImage> {
  return overWhite(await decodeStored(bytes, header))
}

async function decodeStored(bytes: Uint8Array, header: ImageHeader): Promise<RawImage> {
  const native = (op: Parameters<typeof decodeNative>[0], from: Uint8Array, channels: 3 | 4): RawImage => {
    try {
      return decodeNative(op, from, channels)
    } catch {
      throw damaged(header)
    }
  }
  switch (header.format) {
    case 'png':
      return native('DecodePng', bytes, header.alpha ? 4 : 3)
    case 'jpeg':
      return native('DecodeJpeg', bytes, 3)
    case 'gif':
      return native('DecodeImage', firstGifFrame(bytes), 3)
    case 'bmp':
      return decodeBmp(bytes)
    case 'webp':
      return decodeWebp(bytes)
  }
}

/** Composites over white, the colour of paper: over black, dark drawings on a transparent ground would vanish. */
function overWhite(image: RawImage): RawImage {
  if (image.channels === 3) return image
  const count = image.width * image.height
  const pixels = new Uint8Array(count * 3)
  for (let i = 0; i < count; i++) {
    const alpha = image.pixels[4 * i + 3]
    for (let c = 0; c < 3; c++) {
      pixels[3 * i + c] = Math.round((image.pixels[4 * i + c] * alpha + 255 * (255 - alpha)) / 255)
    }
  }
  return { ...image, channels: 3, pixels }
}
