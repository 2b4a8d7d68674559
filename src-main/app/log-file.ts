/** The application's log: time-stamped entries in one file, the older ones in numbered files beside it. */
import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Log } from '@shared/rpc/failures'

export interface LogFile {
  readonly log: Log
  /** Resolves when everything logged so far is on disk. */
  flush(): Promise<void>
}

/** Starts a new file beyond `maxBytes`; keeps `keep` old ones as `main.log.1` (newest) and up. Logging never throws. */
export function createLogFile(
  path: string,
  limits: { readonly maxBytes: number; readonly keep: number } = { maxBytes: 1_000_000, keep: 3 },
): LogFile {
  let waiting: string[] = []
  let writing: Promise<void> | null = null
  let sizeBytes: number | null = null

  async function drain(): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    sizeBytes ??= await fileSize(path)
    while (waiting.length > 0) {
      if (sizeBytes > limits.maxBytes) {
        await rotate(path, limits.keep)
        sizeBytes = 0
      }
      const text = waiting.join('')
      waiting = []
      await appendFile(path, text)
      sizeBytes += Buffer.byteLength(text)
    }
  }

  function schedule(): void {
    writing ??= drain()
      // Nothing can be done about a log that cannot be written, least of all log it.
      .catch(() => {
        waiting = []
      })
      .finally(() => {
        writing = null
        if (waiting.length > 0) schedule()
      })
  }

  return {
    log(entry) {
      waiting.push(`${new Date().toISOString()} ${entry.trimEnd()}\n`)
      schedule()
    },
    async flush() {
      while (writing !== null) await writing
    },
  }
}

async function rotate(path: string, keep: number): Promise<void> {
  for (let age = keep - 1; age >= 0; age--) {
    const from = age === 0 ? path : `${path}.${age}`
    if ((await fileSize(from)) > 0) await rename(from, `${path}.${age + 1}`)
  }
}

async function fileSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
