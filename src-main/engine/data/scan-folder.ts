/** Finds the images under a folder and the classes their folders name, without opening any of them. */
import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, resolve, sep } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { UnreadableFile } from '@shared/domain/dataset'
import type { Side } from '@shared/domain/split'
import { describeFsError, errorCode } from './fs-errors'
import { type GroupKeys, groupKeys } from './group-keys'
import { type ListedImage, listFileName, readImageList } from './image-list'
import { splitFolders } from './split-folders'
import { createTimeSlices, type TimeSlices } from './time-slices'

export interface FoundImage {
  /** Path relative to the root, with forward slashes. */
  readonly file: string
  /** The folder directly below the root, or below a side's folder, that it lies in, or the list's word; null in an unlabelled folder. */
  readonly className: string | null
  /** Where the user's own folders or list put it; null where they do not say. */
  readonly side: Side | null
  readonly groups: GroupKeys
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
const imageExtensions = new Set('.png .jpg .jpeg .jpe .jfif .bmp .dib .gif .webp .tif .tiff .heic .heif .avif .svg'.split(' '))

interface ScanOptions {
  /** A CSV list, absolute; without it, `splits.csv` in the root is taken where it lies there. */
  readonly list?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * `root/<class>/…/<image>`, however deep, or images directly in `root` for an unlabelled domain; the same one level deeper where
 * the folders of the root are `train`, `val` and `test`. Where images lie beside class folders, the class folders count and those
 * images are reported. A list narrows the images down and has the last word on side, class and group. Each real folder is entered
 * once a class, so links that lead back end. Throws AppError `not-found`, `invalid-input` or `cancelled`.
 */
export async function scanFolder(path: string, options: ScanOptions = {}): Promise<FolderScan> {
  const root = resolve(path)
  const walk: Walk = { root, slices: createTimeSlices(options), files: [], unreadable: [], skipped: 0, hasList: false }
  const realRoot = await openRoot(root)
  const folders = await visitFolder(walk, '')
  const sides = walk.files.length === 0 ? splitFolders(folders) : null
  const found: FoundImage[] = []
  if (sides) {
    for (const folder of folders) {
      const classFolders = await visitFolder(walk, folder)
      await collectClasses(walk, { folders: classFolders, below: folder, side: sides.get(folder) ?? null, realRoot }, found)
    }
  } else {
    await collectClasses(walk, { folders, below: '', side: null, realRoot }, found)
  }
  const list = options.list ?? (walk.hasList ? join(root, listFileName) : null)
  const images = withoutStrays(list === null ? found : applyList(found, await readImageList(list), walk), walk)
  return {
    root,
    images: images.sort((a, b) => compareText(a.file, b.file)),
    unreadable: walk.unreadable.sort((a, b) => compareText(a.file, b.file)),
    skipped: walk.skipped,
  }
}

interface ClassFolders {
  readonly folders: readonly string[]
  /** Path of the folder they lie in; empty for the root. */
  readonly below: string
  readonly side: Side | null
  readonly realRoot: string
}

/** The images below class folders, and those beside them without a class. */
async function collectClasses(walk: Walk, { folders, below, side, realRoot }: ClassFolders, found: FoundImage[]): Promise<void> {
  const start = below === '' ? 0 : below.length + 1
  for (const file of walk.files.splice(0)) found.push({ file, className: null, side, groups: groupKeys(file.slice(start)) })
  for (const folder of folders) await visitTree(walk, folder, new Set([realRoot]))
  for (const file of walk.files.splice(0)) {
    const slash = file.indexOf('/', start)
    found.push({ file, className: file.slice(start, slash).normalize('NFC'), side, groups: groupKeys(file.slice(slash + 1)) })
  }
}

/** The listed images among those found; what is listed and not there is reported, what is there and not listed is passed over. */
function applyList(found: readonly FoundImage[], list: ReadonlyMap<string, ListedImage>, walk: Walk): FoundImage[] {
  const missing = new Set(list.keys())
  const images = found.flatMap((image) => {
    const entry = list.get(image.file.normalize('NFC'))
    if (entry === undefined) return []
    missing.delete(image.file.normalize('NFC'))
    const groups = entry.group === undefined ? image.groups : { subfolder: entry.group, name: entry.group }
    return [{ ...image, className: entry.className ?? image.className, side: entry.side ?? image.side, groups }]
  })
  walk.skipped += found.length - images.length
  for (const file of missing) walk.unreadable.push({ file, reason: 'listed, but not there' })
  return images
}

/** Where some images have a class, those without one are reported. */
function withoutStrays(images: FoundImage[], walk: Walk): FoundImage[] {
  if (!images.some(({ className }) => className !== null)) return images
  for (const { file, className } of images) if (className === null) walk.unreadable.push({ file, reason: 'outside any class folder' })
  return images.filter(({ className }) => className !== null)
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
  hasList: boolean
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
    if (path === listFileName && kind === 'file') {
      walk.hasList = true
      continue
    }
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

/** The name a folder is shown under. */
export function folderName(path: string): string {
  const root = resolve(path)
  return basename(root) || root.split(sep)[0] || root
}
