/** A folder that is either wholly there or not at all: for results of several files that belong together. */
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { syncFolder } from './atomic-file'
import { makeFolder } from './make-folder'
import { refusingFullDisk, writingTo } from './unwritable'

/**
 * Calls `fill` with a temporary folder beside `folder`, flushes what it wrote and renames it. Whatever goes wrong, nothing of it
 * stays. Throws `invalid-input` of `field` where something is there already or nothing can be written, `no-space` on a full disk.
 */
export async function writeFolderAtomic<T>(folder: string, field: string, fill: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`)
  try {
    const write = async (): Promise<T> => {
      await refuseOccupied(folder, field)
      await makeFolder(dirname(folder))
      await rm(temporary, { recursive: true, force: true })
      await mkdir(temporary)
      const result = await fill(temporary)
      await syncTree(temporary)
      await putInPlace(temporary, folder)
      return result
    }
    return await refusingFullDisk(folder, field, () => writingTo(folder, field, write))
  } catch (error) {
    // Where the place itself is the trouble, there is nothing to remove.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

/** Throws `invalid-input` of `field` for a folder that holds something. */
async function refuseOccupied(folder: string, field: string): Promise<void> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (held.length > 0)
    throw new AppError('invalid-input', `The folder ${folder} is not empty.`, 'Name a folder that is empty or not there yet.', field)
}

async function putInPlace(temporary: string, folder: string): Promise<void> {
  // An empty folder of that name makes way; Windows does not rename over one.
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(temporary, folder)
  await syncFolder(dirname(folder))
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else await syncFile(path)
  }
  await syncFolder(folder)
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
