/** Imports one domain: every image decoded into the cache, put in an order of its own, counted and fingerprinted. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { DomainSummary, ImageSettings, ImportProgress, UnreadableFile } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { asStored, describePreparation, leavesOut, type Preparation } from '@shared/domain/preparation'
import type { Side } from '@shared/domain/split'
import { createChannelStatistics } from './channel-statistics'
import type { GroupKeys } from './group-keys'
import { type FeedRequest, type ImageFeed, openFeed } from './image-feed'
import type { DomainLabels, ExcludedImage, ImageMarks, ImportedDomain } from './imported-domain'
import { sealLabels } from './label-vault'
import type { PackRow } from './pack-files'
import { cachedPixels } from './pixel-rows'
import { pixelChange, preparedPixels } from './prepared-pixels'
import { compareText } from './scan-folder'
import { createTimeSlices, type TimeSlices } from './time-slices'

export interface ImportRequest extends Omit<FeedRequest, 'images'> {
  readonly role: DomainRole
  readonly images: ImageSettings
  readonly preparation?: Preparation | undefined
  /** Called at most about ten times a second, and at the end. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
}

const progressEveryMs = 100

/** Throws AppError `not-found`, `invalid-input`, `cancelled` or `no-space`; an unreadable image is never an error. */
export async function importDomain(request: ImportRequest): Promise<ImportedDomain> {
  const { role, images, preparation = asStored } = request
  const slices = createTimeSlices(request)
  const feed = await openFeed({ ...request, images: { ...images, crop: preparation.crop } })
  const gathered = await gather(feed, request, slices)
  const classNames = [...new Set(gathered.records.flatMap(({ className }) => className ?? []))].sort(compareText)
  const ordered = orderRecords(gathered.records, role === 'source' ? classNames : null)
  const leftOut = imagesLeftOut(ordered, preparation)
  const kept = ordered.filter((record) => !leftOut.has(record))
  const marksOf = createMarks()
  const classIdOf = new Map(classNames.map((name, id) => [name, id]))
  const classId = ({ className }: ImageRecord): number => classIdOf.get(className ?? '') ?? -1
  const contentHashes = kept.map(({ contentHash }) => contentHash)
  const marks = kept.map(marksOf)
  const labels = toLabels(role, classNames, Int32Array.from(kept, classId))
  const excluded = ordered
    .filter((record) => leftOut.has(record))
    .map(
      (record): ExcludedImage => ({
        contentHash: record.contentHash,
        marks: marksOf(record),
        classId: labels.kind === 'open' ? classId(record) : -1,
      }),
    )
  const pixels = cachedPixels(
    kept.map(({ place }) => place),
    images.imageSize ** 2 * 3,
  )
  return {
    summary: summarise({ request, feed, gathered, contentHashes, marks, classNames, labels, excluded }),
    preparation,
    pixels: preparedPixels(pixels, preparation),
    contentHashes,
    origins: request.source.kind === 'shifted' ? kept.map(({ origin, contentHash }) => origin ?? contentHash) : null,
    marks,
    excluded,
    files: labels.kind === 'sealed' ? null : kept.map(({ file }) => file),
    labels,
    skipped: feed.skipped,
  }
}

interface ImageRecord extends Pick<ImageMarks, 'width' | 'height' | 'channels' | 'side' | 'part'> {
  readonly file: string
  readonly className: string | null
  readonly groups: GroupKeys
  readonly contentHash: string
  readonly place: PackRow
  readonly origin?: string
}

interface Gathered {
  readonly records: readonly ImageRecord[]
  readonly unreadable: readonly UnreadableFile[]
  readonly statistics: { readonly mean: number[]; readonly std: number[] }
}

function imagesLeftOut(ordered: readonly ImageRecord[], preparation: Preparation): ReadonlySet<ImageRecord> {
  const isLeftOut = leavesOut(preparation)
  const seen = new Set<string>()
  return new Set(
    ordered.filter(({ contentHash }) => {
      const copy = seen.has(contentHash)
      seen.add(contentHash)
      return isLeftOut(contentHash) || (copy && preparation.copies === 'one')
    }),
  )
}

/** One image's pixels at a time: they are in the cache, and what is kept here is where. */
async function gather(feed: ImageFeed, { role, preparation = asStored, onProgress }: ImportRequest, slices: TimeSlices): Promise<Gathered> {
  const records: ImageRecord[] = []
  const unreadable: UnreadableFile[] = [...feed.unreadable]
  const statistics = createChannelStatistics()
  const isLeftOut = leavesOut(preparation)
  const counted = new Set<string>()
  const change = pixelChange(preparation)
  let done = 0
  let cached = 0
  let reportedAt = Number.NEGATIVE_INFINITY
  const report = (): void => {
    reportedAt = performance.now()
    onProgress?.({ root: feed.root, role, done, total: feed.total, unreadable: unreadable.length, cached })
  }
  report()
  for await (const { outcome, cached: wasCached, part = 0, ...found } of feed.images()) {
    if ('image' in outcome) {
      const { pixels: stored, ...facts } = outcome.image
      const className = (role === 'source' ? preparation.relabel[facts.contentHash] : undefined) ?? found.className
      records.push({ ...found, ...facts, className, part, place: outcome.place })
      if (!isLeftOut(facts.contentHash) && !counted.has(facts.contentHash)) {
        if (preparation.copies === 'one') counted.add(facts.contentHash)
        // A copy, since the cache may still have to write what was stored.
        const pixels = change ? stored.slice() : stored
        change?.(pixels)
        statistics.add(pixels)
      }
    } else {
      unreadable.push({ file: found.file, reason: outcome.reason })
    }
    done += 1
    cached += wasCached ? 1 : 0
    if (performance.now() - reportedAt >= progressEveryMs) report()
    await slices.next()
  }
  report()
  return {
    records,
    unreadable: unreadable.sort((a, b) => compareText(a.file, b.file)),
    statistics: statistics.result(),
  }
}

/** By class where names are given, then by content. Equal content falls back on the file's own name, never on its folder, before its path. */
function orderRecords(records: readonly ImageRecord[], classNames: readonly string[] | null): ImageRecord[] {
  const rank = new Map(classNames?.map((name, id) => [name, id]))
  const rankOf = ({ className }: ImageRecord): number => (classNames ? (rank.get(className ?? '') ?? -1) : 0)
  return [...records].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      compareText(a.contentHash, b.contentHash) ||
      compareText(basename(a.file), basename(b.file)) ||
      compareText(a.file, b.file),
  )
}

/** Groups are numbered in the order of the images, so that no number tells the order of folders. */
function createMarks(): (record: ImageRecord) => ImageMarks {
  const numberings = { subfolder: new Map<string, number>(), name: new Map<string, number>() }
  const numberOf = (kind: keyof typeof numberings, key: string | null): number => {
    if (key === null) return -1
    const numbers = numberings[kind]
    if (!numbers.has(key)) numbers.set(key, numbers.size)
    return numbers.get(key) as number
  }
  return ({ width, height, channels, side, part, groups }) => ({
    width,
    height,
    channels,
    side,
    part,
    subfolder: numberOf('subfolder', groups.subfolder),
    name: numberOf('name', groups.name),
  })
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
  readonly marks: readonly ImageMarks[]
  readonly classNames: string[]
  readonly labels: DomainLabels
  readonly excluded: readonly ExcludedImage[]
}

function summarise(parts: SummaryParts): DomainSummary {
  const { request, feed, gathered, contentHashes, marks, classNames, labels, excluded } = parts
  return {
    fingerprint: fingerprint(parts),
    name: feed.name,
    source: request.source,
    role: request.role,
    images: contentHashes.length,
    classNames,
    classCounts: labels.kind === 'open' ? countClasses(labels.classIds, classNames.length) : null,
    labelled: labels.kind !== 'none',
    sizes: countSizes(marks),
    channelMean: gathered.statistics.mean,
    channelStd: gathered.statistics.std,
    imageSize: request.images.imageSize,
    unreadable: [...gathered.unreadable],
    duplicates: contentHashes.length - new Set(contentHashes).size,
    excluded: excluded.length,
    parts: (feed.partNames ?? []).map((name, part) => ({ name, images: marks.filter((one) => one.part === part).length })),
    ownSplit: countSides(marks),
  }
}

function countSides(marks: readonly ImageMarks[]): DomainSummary['ownSplit'] {
  if (marks.every(({ side }) => side === null)) return null
  const counts: Record<Side, number> = { train: 0, validation: 0, test: 0 }
  for (const { side } of marks) counts[side ?? 'train'] += 1
  return counts
}

function countClasses(classIds: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const classId of classIds) counts[classId] += 1
  return counts
}

/** A source is its images and their classes, since a model learns both; a target is its images alone, so that nothing tells its labels. */
function fingerprint({ contentHashes, marks, classNames, labels, request }: SummaryParts): string {
  const hash = createHash('sha256').update(`imageSize=${request.images.imageSize}\n`)
  const prepared = describePreparation(request.preparation ?? asStored)
  if (prepared !== '') hash.update(`${prepared}\n`)
  const images = contentHashes.map((contentHash, index) => {
    const { side, part } = marks[index]
    const facts = [
      contentHash,
      ...(labels.kind === 'open' ? [classNames[labels.classIds[index]]] : []),
      ...(side === null ? [] : [{ side }]),
      ...(request.source.kind === 'joined' ? [{ part }] : []),
    ]
    return facts.length === 1 ? contentHash : JSON.stringify(facts)
  })
  for (const image of images.sort(compareText)) hash.update(image)
  return hash.digest('hex')
}

function countSizes(marks: readonly ImageMarks[]): DomainSummary['sizes'] {
  const sizes = new Map<string, { width: number; height: number; count: number }>()
  for (const { width, height } of marks) {
    const size = sizes.get(`${width}×${height}`) ?? { width, height, count: 0 }
    size.count += 1
    sizes.set(`${width}×${height}`, size)
  }
  return [...sizes.values()].sort((a, b) => b.count - a.count || a.width - b.width || a.height - b.height).slice(0, 12)
}
