/** The images of several domains as they come in, one domain after the other, each image marked with its domain. */
import type { FedImage, ImageFeed } from './image-feed'

/** Files are named below their domain, so that two domains may hold the same path. feeds: at least one. */
export function joinFeeds(feeds: readonly ImageFeed[]): ImageFeed {
  async function* images(): AsyncGenerator<FedImage> {
    for (const [part, feed] of feeds.entries()) {
      for await (const fed of feed.images()) yield { ...fed, file: `${feed.name}/${fed.file}`, part }
    }
  }
  return {
    root: feeds.map(({ root }) => root).join(' + '),
    name: feeds.map(({ name }) => name).join(' + '),
    partNames: feeds.map(({ name }) => name),
    total: feeds.reduce((sum, { total }) => sum + total, 0),
    unreadable: feeds.flatMap(({ name, unreadable }) => unreadable.map((one) => ({ ...one, file: `${name}/${one.file}` }))),
    skipped: feeds.reduce((sum, { skipped }) => sum + skipped, 0),
    images,
  }
}
