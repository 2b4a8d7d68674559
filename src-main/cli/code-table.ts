/** Reads a class × attribute table from a CSV file. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { CodeTable } from '@shared/domain/new-classes'
import { parseCodeTable } from '@shared/domain/parse-code-table'

/** Throws AppError `not-found` or `invalid-input`. */
export async function readCodeTable(file: string): Promise<CodeTable> {
  const path = resolve(file)
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AppError('not-found', `${path} cannot be read.`, 'Give a CSV file: class,attribute,attribute,…', '--codes')
  })
  return parseCodeTable(text)
}
