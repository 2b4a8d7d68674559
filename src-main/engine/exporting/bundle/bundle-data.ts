/** Which files a run was made of, its images and a network of the user's own, and where they lie in a bundle. */
import { existsSync } from 'node:fs'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { DomainSource } from '@shared/domain/dataset'
import type { RunRequest } from '@shared/domain/run'
import { listFileName } from '../../data/image-list'
import { scanFolder } from '../../data/scan-folder'
import { layersModelFiles } from '../../pretrained/read-layers-model'

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

const networkPlace = 'data/network'

/** Of a network of the user's own: without it there is nothing to begin from. Built-in ones have no files. */
export function filesOfNetwork({ backbone }: Pick<RunRequest, 'backbone'>): BundledFile[] {
  if (!isAbsolute(backbone)) return []
  return layersModelFiles(backbone).map((file) => ({ file: `${networkPlace}/${file}`, from: join(backbone, file) }))
}

/** The same request with the user's own network at `root/data/…`; with `root` empty, as the manifest has it: the bundle is the root. */
export function networkWithin(request: RunRequest, root: string): RunRequest {
  return isAbsolute(request.backbone) ? { ...request, backbone: root === '' ? `/${networkPlace}` : join(root, networkPlace) } : request
}

/**
 * The same request with the user's own folders in place of those it names, one for each of a part's, whatever is done to their images.
 * Throws `invalid-input` naming the part where they are too few or too many.
 */
export function requestWith(request: RunRequest, folders: Partial<Record<DataPart, readonly string[]>>): RunRequest {
  const changed = (Object.entries(folders) as [DataPart, readonly string[]][]).map(([part, paths]) => {
    const names: string[] = []
    const placed =
      request[part] &&
      mapFolders(request[part], part, (folder) => {
        names.push(folder.path)
        const path = resolve(paths[names.length - 1] ?? folder.path)
        return { kind: 'folder', path, ...(folder.list === undefined ? {} : { list: join(path, basename(folder.list)) }) }
      })
    if (names.length !== paths.length) throw otherFolders(part, names, paths.length)
    return [part, placed]
  })
  return { ...request, ...Object.fromEntries(changed) }
}

function otherFolders(part: DataPart, names: readonly string[], given: number): AppError {
  const flag = part === 'targetTest' ? '--target-test' : `--${part}`
  const hint =
    names.length === 0
      ? `Leave out ${flag}: those images are built in.`
      : `Give ${flag} once for each, in this order: ${names.map((name) => basename(name)).join(', ')}.`
  return new AppError('invalid-input', `The study has ${names.length} folders for its ${part}, and ${given} were given.`, hint, part)
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
