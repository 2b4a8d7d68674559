/** Finds the images under a folder and the classes their folders name, without opening any of them. */
import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, resolve, sep } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { UnreadableFile } from '@shared/domain/dataset'
import { createTimeSlices, type TimeSlices } from './time-slices'

export interface FoundImage {
  /** Path relative to the root, with forward slashes. */
  readonly file: string
  /** The folder directly below the root that it lies in; null in an unlabelled folder. */
  readonly className: string | null
}

export interface FolderScan {
  /** Absolute path. */
  readonly root: string
  /** Sorted by path. */
  readonly images: readonly FoundImage[]
  /** Folders that would not open, links that lead nowhere, and images outside any class folder. */
  readonly unreadable: readonly UnreadableFile[]
  /** Files passed over because their name does not end like an image's. Hidden files are not counted. */
  readonly skipped: number
}

/** Formats that cannot be decoded are here too: they are reported by name rather than passed over in silence. */
const imageExtensions = new Set('.png .jpg .jpeg .jpe .jfif .bmp .dib .gif .webp .tif .tiff .heic .heif .avif'.split(' '))

/**
 * `root/<class>/…/<image>`, however deep, or images directly in `root` for an unlabelled domain. Where both occur the class
 * folders count, and the images beside them are reported as outside any class. Each real folder is entered once a class, so
 * links that lead back end. Throws AppError `not-found`, `invalid-input` or `cancelled`.
 */
export async function scanFolder(path: string, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<FolderScan> {
  const root = resolve(path)
  const walk: Walk = { root, slices: createTimeSlices(options), files: [], unreadable: [], skipped: 0 }
  const realRoot = await openRoot(root)
  const folders = await visitFolder(walk, '')
  const atRoot = walk.files.splice(0)
  for (const folder of folders) await visitTree(walk, folder, new Set([realRoot]))
  const labelled = walk.files.length > 0
  const stray = labelled ? atRoot.map((file) => ({ file, reason: 'outside any class folder' })) : []
  const images = labelled
    ? walk.files.map((file) => ({ file, className: file.slice(0, file.indexOf('/')).normalize('NFC') }))
    : atRoot.map((file) => ({ file, className: null }))
  return {
    root,
    images: images.sort((a, b) => compareText(a.file, b.file)),
    unreadable: [...walk.unreadable, ...stray].sort((a, b) => compareText(a.file, b.file)),
    skipped: walk.skipped,
  }
}

/** By code units: the same order on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Walk {
  readonly root: string
  readonly slices: TimeSlices
  readonly files: string[]
  readonly unreadable: UnreadableFile[]
  skipped: number
}

async function openRoot(root: string): Promise<string> {
  const hint = 'Choose a folder that holds one folder of images for each class, or the images themselves.'
  try {
    const found = await stat(root)
    if (!found.isDirectory()) throw new AppError('invalid-input', `${root} is a file, not a folder.`, hint, root)
    await readdir(root)
    return await realpath(root)
  } catch (error) {
    if (error instanceof AppError) throw error
    if (errorCode(error) === 'ENOENT') throw new AppError('not-found', `There is no folder ${root}.`, hint, root)
    throw new AppError('invalid-input', `The folder ${root} could not be opened: ${describeFsError(error)}.`, hint, root)
  }
}

async function visitTree(walk: Walk, folder: string, entered: Set<string>): Promise<void> {
  try {
    const real = await realpath(join(walk.root, folder))
    if (entered.has(real)) return
    entered.add(real)
  } catch (error) {
    walk.unreadable.push({ file: folder, reason: describeFsError(error) })
    return
  }
  for (const inner of await visitFolder(walk, folder)) await visitTree(walk, inner, entered)
}

/** Notes the files of one folder and returns the folders in it, relative to the root. */
async function visitFolder(walk: Walk, folder: string): Promise<string[]> {
  let entries: Dirent[]
  try {
    entries = await readdir(join(walk.root, folder), { withFileTypes: true })
  } catch (error) {
    walk.unreadable.push({ file: folder, reason: `folder could not be opened: ${describeFsError(error)}` })
    return []
  }
  const folders: string[] = []
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    await walk.slices.next()
    if (entry.name.startsWith('.')) continue
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    const kind = await kindOf(walk, entry, path)
    if (kind === 'folder') folders.push(path)
    else if (kind === 'file' && imageExtensions.has(extname(entry.name).toLowerCase())) walk.files.push(path)
    else if (kind !== 'broken') walk.skipped += 1
  }
  return folders
}

async function kindOf(walk: Walk, entry: Dirent, path: string): Promise<'folder' | 'file' | 'other' | 'broken'> {
  let found: Pick<Dirent, 'isDirectory' | 'isFile'> = entry
  if (entry.isSymbolicLink()) {
    try {
      found = await stat(join(walk.root, path))
    } catch (error) {
      walk.unreadable.push({ file: path, reason: `link leads nowhere: ${describeFsError(error)}` })
      return 'broken'
    }
  }
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other'
}

/** What a failed file operation means, in a few words. */
export function describeFsError(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no longer there',
    EACCES: 'no permission to read it',
    EPERM: 'no permission to read it',
    ELOOP: 'links in a circle',
    EISDIR: 'a folder, not a file',
    EIO: 'the disk could not read it',
  }
  const code = errorCode(error)
  return words[code] ?? `could not be read (${code})`
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}

/** The name a folder is shown under. */
export function folderName(path: string): string {
  const root = resolve(path)
  return basename(root) || root.split(sep)[0] || root
}
