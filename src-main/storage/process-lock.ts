/** Tells whether the process that was writing a folder is still alive, so that a crash can be told from work in progress. */
import { readFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { makeFolder } from './make-folder'

const LockRecord = z.object({
  pid: z.number().int(),
  /** Kernel start time of that process where the platform tells it, so that a reused pid is not mistaken for it. */
  started: z.string().nullable(),
})

/** Takes the lock, unless a living process has it: then false. A lock left by a dead process is taken over. */
export async function takeLock(path: string): Promise<boolean> {
  await makeFolder(dirname(path))
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(path, JSON.stringify({ pid: process.pid, started: startTime(process.pid) }), { flag: 'wx', flush: true })
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (await isLockHeld(path)) return false
      await rm(path, { force: true })
    }
  }
  return false
}

export async function releaseLock(path: string): Promise<void> {
  await rm(path, { force: true })
}

/** True while the process that took the lock is running; false for a missing, unreadable or stale lock. */
export async function isLockHeld(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return false
  const parsed = LockRecord.safeParse(safeJson(text))
  if (!parsed.success || !isAlive(parsed.data.pid)) return false
  return parsed.data.started === startTime(parsed.data.pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// Field 22 of /proc/PID/stat, counted after the process name, which may itself hold spaces and brackets.
function startTime(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
