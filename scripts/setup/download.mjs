/** The cache of fetched archives: every file is checked against its pinned SHA-256 before it gets its final name, and each time it is used. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTransfer } from './progress.mjs'
import { SetupProblem } from './setup-problem.mjs'
import { sha256OfFile } from './sha256.mjs'

const watchMs = 300

const cachedName = (folder, pin) => join(folder, `${pin.sha256.slice(0, 16)}-${pin.file}`)

const sizeOf = (file) => {
  try {
    return statSync(file).size
  } catch {
    return -1
  }
}

/** Whether the archive is in the cache, judged by name and size alone; `obtain` checks the hash. */
export const isCached = (folder, pin) => sizeOf(cachedName(folder, pin)) === pin.bytes

/**
 * Path of the verified archive of `pin` (`{file, sha256, bytes}`), fetched by `fetchInto(temporaryFolder)` where the cache lacks it.
 * `fetchInto` puts one file of any name into the folder. Throws a SetupProblem where what arrived is not what was pinned.
 */
export async function obtain({ folder, pin, fetchInto, report, label = pin.file }) {
  const cached = cachedName(folder, pin)
  if (isCached(folder, pin)) {
    report.update(`checking ${label}, already fetched`)
    if ((await sha256OfFile(cached)) === pin.sha256) return cached
    await rm(cached, { force: true })
  }
  const temporary = temporaryFolder(folder, pin.sha256.slice(0, 16))
  try {
    const stop = watchGrowth({ folder: temporary, totalBytes: pin.bytes, onText: (text) => report.update(`fetching ${label}: ${text}`) })
    try {
      await fetchInto(temporary)
    } finally {
      stop()
    }
    const arrived = await onlyFile(temporary)
    report.update(`checking ${label}`)
    if (arrived === null || (await sha256OfFile(arrived)) !== pin.sha256) {
      throw new SetupProblem(
        `What was fetched for ${label} is not the pinned file (its SHA-256 differs)`,
        'run the command again; if it repeats, a proxy or mirror is altering downloads',
      )
    }
    report.note(`fetched ${label} (${formatTransfer({ doneBytes: pin.bytes, elapsedMs: 0 })})`)
    await rename(arrived, cached)
    return cached
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** A fresh folder for one fetch, named after this process; those of processes that have died are deleted. */
export function temporaryFolder(folder, name) {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder)) {
    const owner = /\.fetching-(\d+)$/.exec(entry)
    if (owner !== null && !isAlive(Number(owner[1]))) rmSync(join(folder, entry), { recursive: true, force: true })
  }
  const temporary = join(folder, `${name}.fetching-${process.pid}`)
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary)
  return temporary
}

function isAlive(pid) {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The one file a client left in the folder: registry clients also keep caches and temporary folders there, which do not count. */
async function onlyFile(folder) {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
  return files.length === 1 ? join(folder, files[0].name) : null
}

/**
 * Registry clients show no progress when their output is not a terminal, so the largest file growing under `folder` is watched instead.
 * `onText` gets the transfer in words, `onStall` is called once when nothing has grown for `stallMs`. Returns a function that stops it.
 */
export function watchGrowth({ folder, totalBytes, onText, onStall, stallMs = Number.POSITIVE_INFINITY }) {
  let startedMs = performance.now()
  let grewMs = startedMs
  let largest = 0
  const timer = setInterval(() => {
    const size = largestFile(folder)
    const nowMs = performance.now()
    if (largest === 0) startedMs = nowMs
    if (size > largest) grewMs = nowMs
    largest = Math.max(largest, size)
    if (largest > 0)
      onText(formatTransfer({ doneBytes: Math.min(largest, totalBytes ?? largest), totalBytes, elapsedMs: nowMs - startedMs }))
    if (nowMs - grewMs > stallMs) {
      clearInterval(timer)
      onStall?.()
    }
  }, watchMs)
  return () => clearInterval(timer)
}

function largestFile(folder) {
  let largest = 0
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return 0
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) largest = Math.max(largest, largestFile(path))
    else if (entry.isFile()) largest = Math.max(largest, sizeOf(path))
  }
  return largest
}
