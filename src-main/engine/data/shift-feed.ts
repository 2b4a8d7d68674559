/** Another domain's images as they come in, each under a stack of shifts. */
import type { ShiftedSource } from '@shared/domain/dataset'
import { createShifter } from '../shift/apply-shifts'
import { hashText } from './content-hash'
import { openDecodeCache } from './decode-cache'
import type { DecodedImage } from './decode-image'
import type { FedImage, FeedRequest, ImageFeed } from './image-feed'

/**
 * Shifts act on decoded images as they lie there, before any preparation. A shifted image is another image: its identity is made
 * of the original's, the stack and the seed; what it was is its `origin`. Shifted once, it is read from the decode cache.
 */
export function shiftFeed(
  { shifts, seed }: ShiftedSource,
  base: ImageFeed,
  { images: settings, cacheFolder }: Pick<FeedRequest, 'images' | 'cacheFolder'>,
): ImageFeed {
  const recipe = JSON.stringify([shifts, seed])
  const side = settings.imageSize
  function shiftImage(image: DecodedImage, contentHash: string): DecodedImage {
    const pixels = createShifter({ height: side, width: side, pixels: image.pixels, keys: [image.contentHash] }, seed).apply(shifts)
    return { ...image, pixels, contentHash }
  }
  async function* images(): AsyncGenerator<FedImage> {
    const cache = await openDecodeCache(cacheFolder, settings)
    try {
      for await (const fed of base.images()) {
        if (!('image' in fed.outcome)) {
          yield fed
          continue
        }
        const { image } = fed.outcome
        const name = hashText(`${image.contentHash}/${recipe}`)
        const known = cache.get(`shifted ${name}`)
        const outcome = known ?? (await cache.put(`shifted ${name}`, { image: shiftImage(image, name) }))
        yield { ...fed, outcome, origin: image.contentHash, cached: known !== undefined }
      }
    } finally {
      await cache.close()
    }
  }
  return { ...base, name: `${base.name}, shifted`, images }
}
