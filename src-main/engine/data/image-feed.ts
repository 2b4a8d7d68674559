/** Where an import's images come from: a folder through the decode cache, or a built-in pair made in memory. One shape for both. */
import { join } from 'node:path'
import type { DomainSource, UnreadableFile } from '@shared/domain/dataset'
import { openBuiltInDomain } from './built-in-pairs'
import { classesFeed } from './classes-feed'
import { hashPixels } from './content-hash'
import { openDecodeCache } from './decode-cache'
import { decodeFiles } from './decode-files'
import type { DecodedFile } from './decode-here'
import { type DecodeSettings, finishImage } from './decode-image'
import type { DecodingThreads } from './decoding/open-threads'
import { groupKeys } from './group-keys'
import { joinFeeds } from './join-feeds'
import { type FoundImage, folderName, scanFolder } from './scan-folder'
import { shiftFeed } from './shift-feed'

export interface FedImage extends FoundImage, DecodedFile {
  /** Content hash of the image that this one was made of by shifts; absent for images as they lie there. */
  readonly origin?: string
  /** Which of several joined domains it is of; absent in any other. */
  readonly part?: number
}

export interface ImageFeed {
  /** What progress is reported under: the folder as it was asked for, or the built-in domain's name. */
  readonly root: string
  readonly name: string
  /** Names of the domains that this one joins, in order; absent for any other. */
  readonly partNames?: readonly string[]
  readonly total: number
  readonly unreadable: readonly UnreadableFile[]
  readonly skipped: number
  images(): AsyncIterable<FedImage>
}

export interface FeedRequest {
  readonly source: DomainSource
  readonly images: DecodeSettings
  /** Decoded images are kept below it. */
  readonly cacheFolder: string
  /** Holds the files of the built-in pairs. */
  readonly builtInFolder: string
  /** Threads that decode beside the calling one where there is much to do; none unless stated. */
  readonly decodingThreads?: DecodingThreads | undefined
  readonly signal?: AbortSignal | undefined
}

/** Throws AppError `not-found`, `invalid-input` or `cancelled`. */
export async function openFeed(request: FeedRequest): Promise<ImageFeed> {
  const { source } = request
  if (source.kind === 'joined') return joinFeeds(await Promise.all(source.parts.map((part) => openFeed({ ...request, source: part }))))
  if (source.kind === 'classes') return classesFeed(source.classes, await openFeed({ ...request, source: source.base }))
  if (source.kind === 'shifted') return shiftFeed(source, await openFeed({ ...request, source: source.base }), request)
  return source.kind === 'folder' ? openFolder(source, request) : openBuiltIn(source, request)
}

type SourceOf<K extends DomainSource['kind']> = Extract<DomainSource, { kind: K }>

async function openFolder(
  { path, list }: SourceOf<'folder'>,
  { images: settings, cacheFolder, decodingThreads, signal }: FeedRequest,
): Promise<ImageFeed> {
  const scan = await scanFolder(path, { list, signal })
  const paths = scan.images.map(({ file }) => join(scan.root, file))
  async function* images(): AsyncGenerator<FedImage> {
    const cache = await openDecodeCache(cacheFolder, settings)
    try {
      let index = 0
      for await (const decoded of decodeFiles(paths, { cache, settings, threads: decodingThreads, signal })) {
        yield { ...scan.images[index], ...decoded }
        index += 1
      }
    } finally {
      // Also when the import is stopped: what is decoded so far is kept.
      await cache.close()
    }
  }
  return { root: path, name: folderName(path), total: paths.length, unreadable: scan.unreadable, skipped: scan.skipped, images }
}

async function openBuiltIn(
  source: SourceOf<'built-in'>,
  { images: settings, cacheFolder, builtInFolder }: FeedRequest,
): Promise<ImageFeed> {
  const domain = await openBuiltInDomain(source, builtInFolder)
  async function* images(): AsyncGenerator<FedImage> {
    const cache = await openDecodeCache(cacheFolder, settings)
    try {
      for (let index = 0; index < domain.count; index++) {
        const { file, className, image } = domain.image(index)
        // There are no bytes of a file to go by; the pixels are at hand, and name themselves.
        const name = `built-in ${hashPixels(image, 1)}`
        const known = cache.get(name)
        const outcome = known ?? (await cache.put(name, { image: finishImage(image, settings) }))
        yield { file, className, side: null, groups: groupKeys(file.slice(file.indexOf('/') + 1)), outcome, cached: known !== undefined }
      }
    } finally {
      await cache.close()
    }
  }
  return { root: `${source.pair}/${source.role}`, name: domain.name, total: domain.count, unreadable: [], skipped: 0, images }
}
