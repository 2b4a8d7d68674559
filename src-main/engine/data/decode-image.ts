/** One file's bytes to one square RGB image: the whole of what "decoding" means here, with no disk and no state, so that any worker can host it. */
import type { ImageSettings } from '@shared/domain/dataset'
import type { Crop } from '@shared/domain/preparation'
import { hashPixels } from './content-hash'
import { cropImage } from './crop-image'
import { decodeBmp } from './decode-bmp'
import { decodeWebp } from './decode-webp'
import { orientCrop, orientImage, readOrientation, swapsSides } from './exif-orientation'
import { firstGifFrame } from './first-gif-frame'
import { formatName, type ImageHeader, readImageHeader } from './image-header'
import { decodeNative, type RawImage, type RgbImage, resizeSquare } from './native-image'
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
  /** Hash of the pixels at full size: the image's identity, whatever its format, name, folder or settings. */
  readonly contentHash: string
  /** Identity of the image that this one was made of by shifts; absent for an image as it lies there. */
  readonly origin?: string
}

/** Raise it when the same bytes begin to give other pixels: cached images of older versions are then left alone. */
export const decoderVersion = 2

/**
 * Grey becomes three equal channels, 16-bit samples keep their upper byte, transparency shows white, the aspect ratio is
 * squashed to a square with an antialiased triangle filter, and an image that has the size already is not touched.
 * Throws UnreadableImage.
 */
export async function decodeImage(bytes: Uint8Array, settings: DecodeSettings): Promise<DecodedImage> {
  const { stored, orientation, channels } = await readStored(bytes)
  return finishImage(stored, settings, { orientation, channels })
}

/** An image at its own size, the right way up, with the identity `decodeImage` gives it. Throws UnreadableImage. */
export async function decodeWhole(bytes: Uint8Array): Promise<RgbImage & Pick<DecodedImage, 'contentHash'>> {
  const { stored, orientation } = await readStored(bytes)
  return { ...orientImage(stored, orientation), contentHash: hashPixels(stored, orientation) }
}

/** What remains once pixels are there; built-in images start here. pixels [height, width, 3] uint8. */
export function finishImage(
  stored: RawImage,
  { imageSize, crop = null }: DecodeSettings,
  { orientation = 1, channels = 3 }: { readonly orientation?: number; readonly channels?: number } = {},
): DecodedImage {
  const cut = crop ? cropImage(stored, orientCrop(crop, orientation)) : stored
  const square = cut.width === imageSize && cut.height === imageSize ? cut.pixels : resizeSquare(cut, imageSize)
  const swapped = swapsSides(orientation)
  return {
    // The filter is the same along both axes, so turning the small square equals turning the large image.
    pixels: orientImage({ width: imageSize, height: imageSize, pixels: square }, orientation).pixels,
    width: swapped ? stored.height : stored.width,
    height: swapped ? stored.width : stored.height,
    channels,
    contentHash: hashPixels(stored, orientation),
  }
}

interface StoredImage {
  readonly stored: RawImage
  readonly orientation: number
  readonly channels: number
}

async function readStored(bytes: Uint8Array): Promise<StoredImage> {
  const header = readImageHeader(bytes)
  const stored = overWhite(await decodeStored(bytes, header))
  return { stored, orientation: header.exif ? await readOrientation(bytes) : 1, channels: header.channels }
}

async function decodeStored(bytes: Uint8Array, header: ImageHeader): Promise<RawImage> {
  const native = (op: Parameters<typeof decodeNative>[0], from: Uint8Array, channels: 3 | 4): RawImage => {
    try {
      return decodeNative(op, from, channels)
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
