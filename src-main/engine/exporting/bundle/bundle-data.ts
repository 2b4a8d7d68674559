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
  const files: BundledFile[] = []
  for (const part of Object.keys(dataParts) as DataPart[]) {
    const folder = folderOf(request[part])
    if (folder === null) continue
    const { root, images } = await scanFolder(folder.path, { list: folder.list, signal })
    files.push(...images.map(({ file }) => ({ file: `data/${dataParts[part]}/${file}`, from: join(root, file) })))
    const list = folder.list ?? join(root, listFileName)
    if (existsSync(list)) files.push({ file: listPlace(part, folder.list), from: resolve(list) })
  }
  return files
}

/** The same request with folders at `root/data/…`; with `root` empty, as the manifest has it. */
export function requestWithin(request: RunRequest, root: string): RunRequest {
  const placed = (part: DataPart): DomainSource | null => {
    const one = request[part]
    return one === null ? null : withFolder(one, part, root)
  }
  return {
    ...request,
    source: placed('source') as DomainSource,
    target: placed('target') as DomainSource,
    targetTest: placed('targetTest'),
  }
}

/** The same request with the user's own folders in place of those it names. */
export function requestWith(request: RunRequest, folders: Partial<Record<DataPart, string>>): RunRequest {
  const changed = Object.entries(folders).map(([part, path]) => [part, { kind: 'folder' as const, path: resolve(path) }])
  return { ...request, ...Object.fromEntries(changed) }
}

type FolderSource = Extract<DomainSource, { kind: 'folder' }>

function folderOf(source: DomainSource | null): FolderSource | null {
  if (source?.kind === 'shifted') return folderOf(source.base)
  return source?.kind === 'folder' ? source : null
}

function withFolder(source: DomainSource, part: DataPart, root: string): DomainSource {
  if (source.kind === 'shifted') return { ...source, base: withFolder(source.base, part, root) as typeof source.base }
  if (source.kind !== 'folder') return source
  const within = (path: string): string => (root === '' ? path : join(root, path))
  const list = source.list === undefined ? {} : { list: within(listPlace(part, source.list)) }
  return { kind: 'folder', path: within(`data/${dataParts[part]}`), ...list }
}

/** A list that was named lies beside the folder; one that was found lies where it would be found again. */
function listPlace(part: DataPart, named: string | undefined): string {
  return named === undefined ? `data/${dataParts[part]}/${listFileName}` : `data/${dataParts[part]}-${basename(named)}`
}
