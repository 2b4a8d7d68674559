/** Another domain's images as they come in, those of some classes only. */
import { AppError } from '@shared/contract/failure'
import type { FedImage, ImageFeed } from './image-feed'

/** Throws AppError `invalid-input`, once all images are through, for a class that none of them is of. */
export function classesFeed(classes: readonly string[], base: ImageFeed): ImageFeed {
  async function* images(): AsyncGenerator<FedImage> {
    const absent = new Set(classes)
    const others = new Set<string>()
    for await (const fed of base.images()) {
      const { className } = fed
      if (className !== null && classes.includes(className)) {
        absent.delete(className)
        yield fed
      } else if (className !== null) others.add(className)
    }
    if (absent.size === 0) return
    const known = others.size === 0 ? 'It has no other class folders.' : `It also has: ${[...others].sort().join(', ')}.`
    throw new AppError('invalid-input', `${base.name} has no images of ${[...absent].join(', ')}.`, known, 'classes')
  }
  return { ...base, name: `${base.name}, ${classes.length} classes`, images }
}
