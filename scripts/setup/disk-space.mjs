/** Refuses to start what would fill the disk halfway. */
import { mkdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { formatBytes } from './progress.mjs'
import { SetupProblem } from './setup-problem.mjs'

/** Bytes an ordinary user may still write at `folder` (made if missing), and the number of the device it is on. */
export async function freeSpace(folder) {
  mkdirSync(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  return { bytes: bavail * bsize, device: statSync(folder).dev }
}

/**
 * `needs` is `[{folder, bytes}]`; needs on one device add up. Throws a SetupProblem naming the folder, what is needed and what is free.
 */
export async function requireSpace(needs, { measure = freeSpace } = {}) {
  const perDevice = new Map()
  for (const { folder, bytes } of needs) {
    const space = await measure(folder)
    const known = perDevice.get(space.device) ?? { folder, needed: 0, free: space.bytes }
    perDevice.set(space.device, { ...known, needed: known.needed + bytes })
  }
  for (const { folder, needed, free } of perDevice.values()) {
    if (free >= needed) continue
    throw new SetupProblem(
      `Set-up needs ${formatBytes(needed)} of free disk space for ${folder} and ${formatBytes(free)} are free`,
      'free some space and run the command again',
    )
  }
}
