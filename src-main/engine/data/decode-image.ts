/** One file's bytes to one square RGB image: the whole of what "decoding" means here, with no disk and no state, so that any worker can host it. */
import type { ImageSettings } from '@shared/domain/dataset'
import type { Crop } from '@shared/domain/preparation'
import { hashJpeg, hashPixels } from './content-hash'
import { cropImage } from './crop-image'
import { decodeBmp } from './decode-bmp'
import { decodeWebp } from './decode-webp'
import { orientCrop, orientImage, readOrientation, swapsSides } from './exif-orientation'
import { firstGifFrame } from './first-gif-frame'
import { formatName, type ImageHeader, readImageHeader } from './image-header'
import { decodeNative, type JpegRatio, type RawImage, type RgbImage, resizeSquare } from './native-image'
import { resizeScaled } from './triangle-resize'
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
export const decoderVersion = 3

/**
 * Grey becomes three equal channels, 16-bit samples keep their upper byte, transparency shows white, the aspect ratio is
 * squashed to a square with an antialiased triangle filter, and an image that has the size already is not touched.
 * Throws UnreadableImage.
 */
export async function decodeImage(bytes: Uint8Array, settings: DecodeSettings): Promise<DecodedImage> {
  const header = readImageHeader(bytes)
  const ratio = jpegRatio(header, settings)
  const { stored, orientation, contentHash } = await readStored(bytes, header, ratio)
  const full = ratio === 1 ? stored : header
  const square =
    ratio === 1
      ? cropToSquare(stored, settings, orientation)
      : resizeScaled(stored, { ratio, fullWidth: full.width, fullHeight: full.height }, settings.imageSize)
  return { ...shownSquare(square, settings.imageSize, full, orientation), channels: header.channels, contentHash }
}

/** An image at its own size, the right way up, with the identity `decodeImage` gives it. Throws UnreadableImage. */
export async function decodeWhole(bytes: Uint8Array): Promise<RgbImage & Pick<DecodedImage, 'contentHash'>> {
  const { stored, orientation, contentHash } = await readStored(bytes, readImageHeader(bytes), 1)
  return { ...orientImage(stored, orientation), contentHash }
}

/** What remains once pixels are there; built-in images start here. pixels [height, width, 3] uint8. */
export function finishImage(stored: RawImage, settings: DecodeSettings): DecodedImage {
  const square = cropToSquare(stored, settings, 1)
  return { ...shownSquare(square, settings.imageSize, stored, 1), channels: 3, contentHash: hashPixels(stored, 1) }
}

/** A JPEG is scaled down while it is decoded, as far as the wanted size allows; a crop wants the full picture. */
function jpegRatio({ format, width, height }: ImageHeader, { imageSize, crop = null }: DecodeSettings): JpegRatio {
  if (format !== 'jpeg' || crop !== null) return 1
  return ([8, 4, 2] as const).find((ratio) => Math.min(width, height) >= ratio * imageSize) ?? 1
}

function cropToSquare(stored: RawImage, { imageSize, crop = null }: DecodeSettings, orientation: number): Uint8Array {
  const cut = crop ? cropImage(stored, orientCrop(crop, orientation)) : stored
  return cut.width === imageSize && cut.height === imageSize ? cut.pixels : resizeSquare(cut, imageSize)
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

interface StoredImage {
  /** Scaled down where that was asked for. */
  readonly stored: RawImage
  readonly orientation: number
  readonly contentHash: string
}

async function readStored(bytes: Uint8Array, header: ImageHeader, ratio: JpegRatio): Promise<StoredImage> {
  const stored = overWhite(await decodeStored(bytes, header, ratio))
  const orientation = header.exif ? await readOrientation(bytes) : 1
  const contentHash = header.format === 'jpeg' ? hashJpeg(bytes, orientation) : hashPixels(stored, orientation)
  return { stored, orientation, contentHash }
}

async function decodeStored(bytes: Uint8Array, header: ImageHeader, ratio: JpegRatio): Promise<RawImage> {
  const native = (op: Parameters<typeof decodeNative>[0], from: Uint8Array, channels: 3 | 4): RawImage => {
    try {
      return decodeNative(op, from, channels, ratio)
    } catch {
      // The header was sound, so what the decoder refuses is in the data.
      throw new UnreadableImage(`damaged ${formatName(header.format)}`)
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
