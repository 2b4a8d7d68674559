/** A small JSON file kept in memory: read once, parsed, written atomically one write after the other. */
import { readFile } from 'node:fs/promises'
import { describeError, type Log } from '@shared/rpc/failures'
import type { z } from 'zod'
import { writeFileAtomic } from '../storage/atomic-file'

export interface JsonStore<Value> {
  get(): Value
  /** Takes effect at once; resolves with the value when it is on disk. */
  set(value: Value): Promise<Value>
  /** Resolves when nothing is left to write. */
  flush(): Promise<void>
}

/** Opens `path`; a file that is missing gives `fallback`, one that cannot be read gives it too and is logged. */
export async function openJsonStore<Value>(path: string, schema: z.ZodType<Value>, fallback: Value, log: Log): Promise<JsonStore<Value>> {
  let value: Value = await read(path, schema, fallback, log)
  let writing: Promise<void> = Promise.resolve()
  return {
    get: () => value,
    async set(next) {
      value = next
      // A failed write is its own caller's concern, the next one is tried all the same.
      const done = writing.then(() => writeFileAtomic(path, `${JSON.stringify(next, null, 2)}\n`))
      writing = done.catch(() => {})
      await done
      return next
    },
    flush: () => writing,
  }
}

async function read<Value>(path: string, schema: z.ZodType<Value>, fallback: Value, log: Log): Promise<Value> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log(`${path} could not be read, defaults are used: ${describeError(error)}`)
    return fallback
  }
}
