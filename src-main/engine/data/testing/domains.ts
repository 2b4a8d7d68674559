/** Imported domains for tests of what comes after the import. */
import { tmpdir } from 'node:os'
import type { DomainSummary } from '@shared/domain/dataset'
import { asStored } from '@shared/domain/preparation'
import { type ImportRequest, importDomain } from '../import-domain'
import type { ImageMarks, ImportedDomain } from '../imported-domain'
import { sealLabels } from '../label-vault'
import { memoryPixels, type PixelRows } from '../pixel-rows'
import { temporaryFolder } from './temporary-folder'

/** Imports a folder at 8 pixels with a cache of its own, unless told otherwise. */
export async function importFolder(path: string, options: Partial<ImportRequest> = {}): Promise<ImportedDomain> {
  return importDomain({
    source: { kind: 'folder', path },
    role: 'source',
    images: { imageSize: 8 },
    cacheFolder: options.cacheFolder ?? (await temporaryFolder()),
    builtInFolder: tmpdir(),
    ...options,
  })
}

/** Every pixel of some images, in order. */
export function allPixels({ pixels }: { readonly pixels: PixelRows }): Uint8Array {
  return pixels.read(Int32Array.from({ length: pixels.count }, (_, row) => row))
}

const plainMarks: ImageMarks = { width: 8, height: 8, channels: 3, side: null, subfolder: -1, name: -1, part: 0 }

/** A domain made of nothing but its description; `contents` are the content hashes. */
export function describedDomain(
  summary: Partial<DomainSummary> & Pick<DomainSummary, 'role'>,
  options: {
    readonly contents?: readonly string[]
    readonly skipped?: number
    readonly marks?: (index: number) => Partial<ImageMarks>
    readonly excluded?: ImportedDomain['excluded']
  } = {},
): ImportedDomain {
  const images = summary.images ?? options.contents?.length ?? 100
  const classNames = summary.classNames ?? ['0', '1']
  const labelled = classNames.length > 0
  const classIds = new Int32Array(images)
  const sealed = summary.role === 'target'
  return {
    summary: {
      fingerprint: 'f',
      name: summary.role === 'source' ? 'photos' : 'sketches',
      source: { kind: 'folder', path: '/somewhere' },
      images,
      classNames,
      classCounts: sealed ? null : classNames.map(() => Math.floor(images / classNames.length)),
      labelled,
      sizes: [],
      channelMean: [0, 0, 0],
      channelStd: [0, 0, 0],
      imageSize: 8,
      unreadable: [],
      duplicates: 0,
      excluded: 0,
      parts: [],
      ownSplit: null,
      ...summary,
    },
    preparation: asStored,
    pixels: memoryPixels(new Uint8Array(images * 8 * 8 * 3), 8 * 8 * 3),
    origins: null,
    contentHashes: options.contents ?? Array.from({ length: images }, (_, i) => `${summary.role} ${i}`),
    marks: Array.from({ length: images }, (_, i) => ({ ...plainMarks, ...options.marks?.(i) })),
    excluded: options.excluded ?? [],
    files: sealed ? null : Array.from({ length: images }, (_, i) => `${i}.png`),
    labels: !labelled ? { kind: 'none' } : sealed ? { kind: 'sealed', sealed: sealLabels(classIds) } : { kind: 'open', classIds },
    skipped: options.skipped ?? 0,
  }
}
