/** The images that a stream goes through: source test images, a folder, or a folder whose subfolders are shifts. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { LedgerEntry } from '@shared/domain/ledger'
import { asStored, pixelsOnly } from '@shared/domain/preparation'
import type { RunRecord } from '@shared/domain/run'
import type { StreamPlan } from '@shared/domain/stream'
import type { RunFolder } from '../../storage/run-folder'
import type { ImportedDomain } from '../data/imported-domain'
import { vaultOver } from '../data/split-pair'
import type { Images, LabelVault, PairData } from '../data/types'
import type { StreamSource } from '../test-time/stream-images'
import type { StreamPart } from '../test-time/stream-segments'
import type { DomainStore } from './domain-store'

export interface StreamImagesRequest {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly pair: PairData
  /** A folder of images; null takes the source's test images, whose labels are open. */
  readonly data: string | null
  readonly order: StreamPlan['order']
}

export interface OpenImages {
  readonly source: StreamSource
  /** The subfolders, where each of them is a shift. */
  readonly parts: readonly StreamPart[] | null
  /** Class id by image; null where there are none, not in every subfolder, or where the run is sealed. A folder's are entered in the run's ledger first. */
  readLabels(purpose: string): Int32Array | null
  readonly reads: readonly LedgerEntry[]
}

/** Throws `invalid-input` naming `order` or `data` for a folder that cannot be streamed in the order asked for, or `cancelled`. */
export async function openStreamImages(domains: DomainStore, request: StreamImagesRequest, signal: AbortSignal): Promise<OpenImages> {
  const { run, pair, data, order } = request
  if (data === null) {
    if (order !== 'shuffled') throw noFolder(order)
    // As the run prepared it: rows of another preparation would be other images.
    const { source: from, images, preparation } = run.record.request
    const source = await domains.get({ source: from, role: 'source', images, preparation: preparation?.source }, signal)
    const { test } = pair.source
    return { source: sourceOf(test, source), parts: null, readLabels: () => test.labels, reads: [] }
  }
  const names = order === 'subfolders' ? await subfoldersOf(data) : null
  const folders: OpenFolder[] = []
  for (const path of names?.map((name) => join(data, name)) ?? [data]) folders.push(await openFolder(domains, request, path, signal))
  const reads: LedgerEntry[] = []
  const enter = (read: Omit<LedgerEntry, 'time'>): void => void reads.push(run.folder.enterRead(read))
  const vaults = folders.map(({ openVault }) => openVault(enter))
  const starts = folders.map((_, index) => folders.slice(0, index).reduce((sum, { source }) => sum + source.count, 0))
  const parts = names?.map((name, index) => ({
    name,
    images: Array.from({ length: folders[index].source.count }, (_, row) => starts[index] + row),
  }))
  const readLabels = (purpose: string): Int32Array | null => {
    if (run.record.request.sealed === true || vaults.some((vault) => vault === null)) return null
    const labels = vaults.map((vault) => (vault as LabelVault).read({ split: 'test', kind: 'report', place: 'stream', purpose }))
    return Int32Array.from(labels.flatMap((some) => [...some]))
  }
  return { source: joined(folders.map(({ source }) => source)), parts: parts ?? null, readLabels, reads }
}

interface OpenFolder {
  readonly source: StreamSource
  readonly openVault: (sink: Parameters<typeof vaultOver>[2]) => LabelVault | null
}

async function openFolder(
  domains: DomainStore,
  { run: { record }, pair, order }: StreamImagesRequest,
  path: string,
  signal: AbortSignal,
): Promise<OpenFolder> {
  const { images, preparation } = record.request
  // What was done to the pixels of the target is done to these; which images were left out there says nothing here.
  const domain = await domains.get(
    { source: { kind: 'folder', path }, role: 'target', images, preparation: pixelsOnly(preparation?.target ?? asStored) },
    signal,
  )
  const indices = orderedIndices(domain, order)
  const classes = { classNames: pair.classNames, classMap: record.request.classMap ?? {} }
  return {
    source: {
      count: indices.length,
      size: domain.summary.imageSize,
      pixels: domain.pixels.read(indices),
      keys: Array.from(indices, (index) => domain.contentHashes[index]),
    },
    openVault: (sink) => vaultOver({ domain, indices }, classes, sink),
  }
}

/** Names of the folders right below `path`, as people count them. */
async function subfoldersOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => {
    throw new AppError('not-found', `The folder ${path} cannot be read.`, 'Give a folder that is there.', 'data')
  })
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name)
  if (names.length > 1) return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  throw new AppError(
    'invalid-input',
    `${path} has ${names.length === 0 ? 'no subfolders' : 'one subfolder'}: there is no shift to go from one to the next.`,
    'Give a folder with one subfolder a shift, such as fog and night, each with images or class folders, or another --order.',
    'order',
  )
}

function noFolder(order: StreamPlan['order']): AppError {
  return new AppError(
    'invalid-input',
    `The source’s test images come shuffled; they have no ${order === 'file' ? 'order of files' : 'subfolders'} to go by.`,
    `Name a folder with --data, or leave out --order ${order}.`,
    'order',
  )
}

function joined(sources: readonly StreamSource[]): StreamSource {
  if (sources.length === 1) return sources[0]
  const pixels = new Uint8Array(sources.reduce((sum, one) => sum + one.pixels.length, 0))
  let at = 0
  for (const one of sources) {
    pixels.set(one.pixels, at)
    at += one.pixels.length
  }
  const { size } = sources[0]
  return { count: sources.reduce((sum, one) => sum + one.count, 0), size, pixels, keys: sources.flatMap(({ keys }) => keys) }
}

function sourceOf(images: Images, domain: ImportedDomain): StreamSource {
  const keys = Array.from(images.domainIndex, (index) => domain.contentHashes[index])
  return { count: images.count, size: images.size, pixels: images.pixels.read(images.domainIndex.map((_, row) => row)), keys }
}

/** In the order of the files where that was asked for and does not tell the classes. */
function orderedIndices({ files, summary }: ImportedDomain, order: StreamPlan['order']): Int32Array {
  const indices = Int32Array.from({ length: summary.images }, (_, index) => index)
  if (order !== 'file') return indices
  if (files === null) {
    throw new AppError(
      'invalid-input',
      'The order of the files cannot be kept: these images lie in class folders, so their paths tell the labels.',
      'Give a folder without class folders, or leave out --order file.',
      'order',
    )
  }
  return indices.sort((a, b) => files[a].localeCompare(files[b], 'en', { numeric: true }))
}
