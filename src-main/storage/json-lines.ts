/** Append-only files with one JSON value a line, readable after a crash in the middle of a line. */

import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'

/** Appends values as lines; creates the file and its folder. */
export async function appendJsonLines(path: string, values: readonly unknown[]): Promise<void> {
  if (values.length === 0) return
  await mkdir(dirname(path), { recursive: true })
  await appendFile(path, toLines(values))
}

/** Appends one value and flushes it to disk before returning: for records that must exist before what they record happens. */
export function appendJsonLineDurably(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a')
  try {
    appendFileSync(file, toLines([value]))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Reads every line that parses with `schema`; lines cut short by a crash are skipped. A missing file is empty. */
export async function readJsonLines<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const values: z.output<S>[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const parsed = schema.safeParse(parseOrUndefined(line))
    if (parsed.success) values.push(parsed.data)
  }
  return values
}

// Each batch opens with a newline so that it never continues a line that a crash cut short.
function toLines(values: readonly unknown[]): string {
  return `\n${values.map((value) => JSON.stringify(value)).join('\n')}\n`
}

function parseOrUndefined(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
