/** Files and folders that appear whole or not at all, so that a kill at any point leaves nothing half-written under a final name. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const leftover = /\.(part|old)-\d+$/

/** A name beside `target` for work in progress; `removeLeftovers` knows it. */
export const partialName = (target) => `${target}.part-${process.pid}`

/** Writes beside the target, flushes and renames. */
export function writeFileAtomic(target, content) {
  mkdirSync(dirname(target), { recursive: true })
  const partial = partialName(target)
  const handle = openSync(partial, 'w')
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(partial, target)
}

/** Puts a finished folder in the place of another; programs that hold the old one's files open keep them. */
export async function replaceDirectory(finished, target) {
  const old = `${target}.old-${process.pid}`
  await rename(target, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(finished, target)
  await rm(old, { recursive: true, force: true })
}

/** Deletes what an earlier, killed attempt left beside `target`. Call only under the set-up lock. */
export function removeLeftovers(target) {
  const folder = dirname(target)
  let names = []
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  for (const name of names) {
    if (name.startsWith(`${basename(target)}.`) && leftover.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
