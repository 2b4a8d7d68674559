/** Append-only files with one JSON value a line, readable after a crash in the middle of a line. */

import { appendFileSync, closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'

/** Appends values as lines; creates the file and its folder. */
export async function appendJsonLines(path: string, values: readonly unknown[]): Promise<void> {
  if (values.length === 0) return
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a+')
  try {
    const { size } = await file.stat()
    const { buffer } = size === 0 ? { buffer: newline } : await file.read(Buffer.alloc(1), 0, 1, size - 1)
    await file.appendFile(toLines(values, buffer))
  } finally {
    await file.close()
  }
}

/** Appends one value and flushes it to disk before returning: for records that must exist before what they record happens. */
export function appendJsonLineDurably(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a+')
  try {
    const last = Buffer.from(newline)
    const { size } = fstatSync(file)
    if (size > 0) readSync(file, last, 0, 1, size - 1)
    appendFileSync(file, toLines([value], last))
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

const newline = Buffer.from('\n')

/** `last` is the byte that the file ends with: lines never continue one that a crash cut short. */
function toLines(values: readonly unknown[], last: Buffer): string {
  return `${last.equals(newline) ? '' : '\n'}${values.map((value) => JSON.stringify(value)).join('\n')}\n`
}

function parseOrUndefined(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
