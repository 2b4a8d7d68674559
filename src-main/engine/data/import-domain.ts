/** Brings one domain into memory: every image decoded, put in an order of its own, counted and fingerprinted. */
import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'
import { basename } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { DomainSummary, ImageSettings, ImportProgress, UnreadableFile } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { createChannelStatistics } from './channel-statistics'
import type { DecodedImage } from './decode-image'
import { type FeedRequest, type ImageFeed, openFeed } from './image-feed'
import type { DomainLabels, ImportedDomain } from './imported-domain'
import { sealLabels } from './label-vault'
import { compareText } from './scan-folder'
import { createTimeSlices, type TimeSlices } from './time-slices'

export interface ImportRequest extends FeedRequest {
  readonly role: DomainRole
  /** Called at most about ten times a second, and at the end. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
}

const progressEveryMs = 100

/** Throws AppError `not-found`, `invalid-input`, `cancelled`, `out-of-memory` or `no-space`; an unreadable image is never an error. */
export async function importDomain(request: ImportRequest): Promise<ImportedDomain> {
  const slices = createTimeSlices(request)
  const feed = await openFeed(request)
  const gathered = await gather(feed, request, slices)
  const { records } = gathered
  const classNames = [...new Set(records.flatMap(({ className }) => className ?? []))].sort(compareText)
  const classIdOf = new Map(classNames.map((name, id) => [name, id]))
  const classIds = Int32Array.from(records, ({ className }) => classIdOf.get(className ?? '') ?? -1)
  const order = orderImages(records, request.role === 'source' ? classIds : null)
  await permuteRows(gathered.pixels, order, slices)
  const ordered = order.map((index) => records[index])
  const contentHashes = ordered.map(({ contentHash }) => contentHash)
  const labels = toLabels(
    request.role,
    classNames,
    Int32Array.from(order, (index) => classIds[index]),
  )
  return {
    summary: summarise({ request, feed, gathered, contentHashes, classNames, labels }),
    pixels: gathered.pixels,
    contentHashes,
    files: labels.kind === 'sealed' ? null : ordered.map(({ file }) => file),
    labels,
    skipped: feed.skipped,
  }
}

interface ImageRecord extends Omit<DecodedImage, 'pixels'> {
  readonly file: string
  readonly className: string | null
}

interface Gathered {
  /** [records, imageSize, imageSize, 3], in the order of `records`. */
  readonly pixels: Uint8Array
  readonly records: readonly ImageRecord[]
  readonly unreadable: readonly UnreadableFile[]
  readonly statistics: { readonly mean: number[]; readonly std: number[] }
}

async function gather(feed: ImageFeed, { role, images: { imageSize }, onProgress }: ImportRequest, slices: TimeSlices): Promise<Gathered> {
  const rowBytes = imageSize * imageSize * 3
  const pixels = allocate(feed.total, imageSize)
  const records: ImageRecord[] = []
  const unreadable: UnreadableFile[] = [...feed.unreadable]
  const statistics = createChannelStatistics()
  let done = 0
  let cached = 0
  let reportedAt = Number.NEGATIVE_INFINITY
  const report = (): void => {
    reportedAt = performance.now()
    onProgress?.({ root: feed.root, role, done, total: feed.total, unreadable: unreadable.length, cached })
  }
  report()
  for await (const { file, className, outcome, cached: wasCached } of feed.images()) {
    if ('image' in outcome) {
      const { pixels: row, ...facts } = outcome.image
      pixels.set(row, records.length * rowBytes)
      statistics.add(row)
      records.push({ file, className, ...facts })
    } else {
      unreadable.push({ file, reason: outcome.reason })
    }
    done += 1
    cached += wasCached ? 1 : 0
    if (performance.now() - reportedAt >= progressEveryMs) report()
    await slices.next()
  }
  report()
  return {
    pixels: pixels.subarray(0, records.length * rowBytes),
    records,
    unreadable: unreadable.sort((a, b) => compareText(a.file, b.file)),
    statistics: statistics.result(),
  }
}

/** Twice the room must be there, since splitting into training and test images copies them. */
function allocate(images: number, imageSize: number): Uint8Array {
  const bytes = images * imageSize * imageSize * 3
  try {
    if (2 * bytes <= totalmem()) return new Uint8Array(bytes)
  } catch {
    // The engine's own limit for one array; the same remedy helps.
  }
  throw new AppError(
    'out-of-memory',
    `${images.toLocaleString('en-US')} images at ${imageSize} pixels need ${describeBytes(2 * bytes)} of memory; this machine has ${describeBytes(totalmem())}.`,
    'Choose a smaller image size, or a folder with fewer images.',
    'imageSize',
  )
}

function describeBytes(bytes: number): string {
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

/** By class where `classIds` are given, then by content. Equal content falls back on the file's own name, never on its folder, before its path. */
function orderImages(records: readonly ImageRecord[], classIds: Int32Array | null): number[] {
  return records
    .map((_, index) => index)
    .sort((a, b) => {
      const byClass = classIds ? classIds[a] - classIds[b] : 0
      if (byClass !== 0) return byClass
      const [first, second] = [records[a], records[b]]
      return (
        compareText(first.contentHash, second.contentHash) ||
        compareText(basename(first.file), basename(second.file)) ||
        compareText(first.file, second.file)
      )
    })
}

/** Moves rows in place, cycle by cycle, so that row k becomes what row order[k] was: a copy could be gigabytes. */
async function permuteRows(pixels: Uint8Array, order: readonly number[], slices: TimeSlices): Promise<void> {
  const rowBytes = pixels.length / Math.max(1, order.length)
  const placed = new Uint8Array(order.length)
  const held = new Uint8Array(rowBytes)
  for (let start = 0; start < order.length; start++) {
    if (placed[start] || order[start] === start) continue
    held.set(pixels.subarray(start * rowBytes, (start + 1) * rowBytes))
    let to = start
    while (order[to] !== start) {
      pixels.copyWithin(to * rowBytes, order[to] * rowBytes, (order[to] + 1) * rowBytes)
      placed[to] = 1
      to = order[to]
      await slices.next()
    }
    pixels.set(held, to * rowBytes)
    placed[to] = 1
  }
}

function toLabels(role: DomainRole, classNames: readonly string[], classIds: Int32Array): DomainLabels {
  if (classNames.length === 0) return { kind: 'none' }
  return role === 'source' ? { kind: 'open', classIds } : { kind: 'sealed', sealed: sealLabels(classIds) }
}

interface SummaryParts {
  readonly request: ImportRequest
  readonly feed: ImageFeed
  readonly gathered: Gathered
  readonly contentHashes: readonly string[]
  readonly classNames: string[]
  readonly labels: DomainLabels
}

function summarise({ request, feed, gathered, contentHashes, classNames, labels }: SummaryParts): DomainSummary {
  return {
    fingerprint: fingerprint({ contentHashes, classNames, labels, settings: request.images }),
    name: feed.name,
    source: request.source,
    role: request.role,
    images: contentHashes.length,
    classNames,
    classCounts: labels.kind === 'open' ? countClasses(labels.classIds, classNames.length) : null,
    labelled: labels.kind !== 'none',
    sizes: countSizes(gathered.records),
    channelMean: gathered.statistics.mean,
    channelStd: gathered.statistics.std,
    imageSize: request.images.imageSize,
    unreadable: [...gathered.unreadable],
    duplicates: contentHashes.length - new Set(contentHashes).size,
  }
}

function countClasses(classIds: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const classId of classIds) counts[classId] += 1
  return counts
}

interface Identity extends Pick<SummaryParts, 'contentHashes' | 'classNames' | 'labels'> {
  readonly settings: ImageSettings
}

/** A source is its images and their classes, since a model learns both; a target is its images alone, so that nothing tells its labels. */
function fingerprint({ contentHashes, classNames, labels, settings }: Identity): string {
  const hash = createHash('sha256').update(`imageSize=${settings.imageSize}\n`)
  const images =
    labels.kind === 'open'
      ? contentHashes.map((contentHash, index) => JSON.stringify([contentHash, classNames[labels.classIds[index]]]))
      : [...contentHashes]
  for (const image of images.sort(compareText)) hash.update(image)
  return hash.digest('hex')
}

function countSizes(records: readonly ImageRecord[]): DomainSummary['sizes'] {
  const sizes = new Map<string, { width: number; height: number; count: number }>()
  for (const { width, height } of records) {
    const size = sizes.get(`${width}×${height}`) ?? { width, height, count: 0 }
    size.count += 1
    sizes.set(`${width}×${height}`, size)
  }
  return [...sizes.values()].sort((a, b) => b.count - a.count || a.width - b.width || a.height - b.height).slice(0, 12)
}
