/** Reads a user's CSV list of images: which are in, and optionally the side, class and group of each. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@shared/contract/failure'
import type { Side } from '@shared/domain/split'
import { csvParse } from 'd3'
import { describeFsError } from './fs-errors'

/** What a list says about one file; undefined where it has no such column or an empty cell. */
export interface ListedImage {
  readonly side?: Side
  readonly className?: string
  readonly group?: string
}

/** Found by itself in a domain's root. */
export const listFileName = 'splits.csv'

const columns = ['file', 'split', 'class', 'group']
const sides: Readonly<Record<string, Side>> = {
  train: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
}

/** By path relative to the domain's root. Throws AppError `not-found` or `invalid-input` that names the list and the line. */
export async function readImageList(path: string): Promise<ReadonlyMap<string, ListedImage>> {
  const rows = csvParse(await readText(path))
  const unknown = rows.columns.filter((column) => !columns.includes(column))
  if (!rows.columns.includes('file') || unknown.length > 0) {
    const what = unknown.length > 0 ? `has the columns ${rows.columns.join(', ')}` : "has no column 'file'"
    throw new AppError(
      'invalid-input',
      `The list ${path} ${what}.`,
      `Its first line names the columns: ${columns.join(',')}; only file is needed.`,
      path,
    )
  }
  const listed = new Map<string, ListedImage>()
  for (const [index, row] of rows.entries()) {
    const split = row.split?.trim().toLowerCase() ?? ''
    if (split !== '' && !Object.hasOwn(sides, split)) {
      throw new AppError(
        'invalid-input',
        `Line ${index + 2} of ${path} has the split '${row.split}'.`,
        'Write train, validation or test, or nothing.',
        path,
      )
    }
    listed.set(row.file.trim().replaceAll('\\', '/').normalize('NFC'), {
      ...(split === '' ? {} : { side: sides[split] }),
      ...(row.class?.trim() ? { className: row.class.trim().normalize('NFC') } : {}),
      ...(row.group?.trim() ? { group: row.group.trim() } : {}),
    })
  }
  return listed
}

async function readText(path: string): Promise<string> {
  try {
    // Spreadsheets put a byte order mark in front.
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    throw new AppError(
      'not-found',
      `The list ${path} could not be read: ${describeFsError(error)}.`,
      'Name a CSV file that is there.',
      path,
    )
  }
}
