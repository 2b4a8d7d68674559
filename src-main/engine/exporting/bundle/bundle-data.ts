/** Which files a run's images are, and where they lie in a bundle. */
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { DomainSource } from '@shared/domain/dataset'
import type { RunRequest } from '@shared/domain/run'
import { listFileName } from '../../data/image-list'
import { scanFolder } from '../../data/scan-folder'

/** The request's parts that hold images, under the names of their folders in a bundle. */
export const dataParts = { source: 'source', target: 'target', targetTest: 'target-test' } as const
type DataPart = keyof typeof dataParts

export interface BundledFile {
  /** Within the bundle, with forward slashes. */
  readonly file: string
  /** Absolute. */
  readonly from: string
}

/** Every image that the run's folders hold, and the lists that divide them; built-in pairs have none. */
export async function filesOfData(request: RunRequest, signal: AbortSignal): Promise<BundledFile[]> {
  const folders = new Map<string, FolderSource>()
  for (const part of partsOf(request)) {
    mapFolders(request[part] as DomainSource, dataParts[part], (folder, place) => {
      folders.set(place, folder)
      return folder
    })
  }
  const files: BundledFile[] = []
  for (const [place, { path, list }] of folders) {
    const { root, images } = await scanFolder(path, { list, signal })
    files.push(...images.map(({ file }) => ({ file: `data/${place}/${file}`, from: join(root, file) })))
    const divided = list ?? join(root, listFileName)
    if (existsSync(divided)) files.push({ file: listPlace(place, list), from: resolve(divided) })
  }
  return files
}

/** The same request with folders at `root/data/…`; with `root` empty, as the manifest has it. */
export function requestWithin(request: RunRequest, root: string): RunRequest {
  const within = (path: string): string => (root === '' ? path : join(root, path))
  const placed = partsOf(request).map((part) => [
    part,
    mapFolders(request[part] as DomainSource, dataParts[part], ({ list }, place) => ({
      kind: 'folder',
      path: within(`data/${place}`),
      ...(list === undefined ? {} : { list: within(listPlace(place, list)) }),
    })),
  ])
  return { ...request, ...Object.fromEntries(placed) }
}

/** The same request with the user's own folders in place of those it names. */
export function requestWith(request: RunRequest, folders: Partial<Record<DataPart, string>>): RunRequest {
  const changed = Object.entries(folders).map(([part, path]) => [part, { kind: 'folder' as const, path: resolve(path) }])
  return { ...request, ...Object.fromEntries(changed) }
}

type FolderSource = Extract<DomainSource, { kind: 'folder' }>

function partsOf(request: RunRequest): DataPart[] {
  return (Object.keys(dataParts) as DataPart[]).filter((part) => request[part] !== null)
}

/** `source` with every folder in it changed; the folders of a joined source have places of their own. */
function mapFolders<S extends DomainSource>(source: S, place: string, change: (folder: FolderSource, place: string) => FolderSource): S {
  const changed = (one: DomainSource): DomainSource => {
    switch (one.kind) {
      case 'folder':
        return change(one, place)
      case 'built-in':
        return one
      case 'shifted':
      case 'classes':
        return { ...one, base: mapFolders(one.base, place, change) }
      case 'joined':
        return { ...one, parts: one.parts.map((part, index) => mapFolders(part, `${place}-${index + 1}`, change)) }
    }
  }
  return changed(source) as S
}

/** A list that was named lies beside the folder; one that was found lies where it would be found again. */
function listPlace(place: string, named: string | undefined): string {
  return named === undefined ? `data/${place}/${listFileName}` : `data/${place}-${basename(named)}`
}
