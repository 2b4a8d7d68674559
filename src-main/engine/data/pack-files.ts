/** Reads rows out of the decode cache's packs, with few files open however many packs there are. */
import { closeSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '@shared/contract/failure'

/** One decoded image on disk. */
export interface PackRow {
  /** Path of the pack. */
  readonly pack: string
  readonly row: number
}

/** Descriptors belong to the process, so this is one pool for all domains: the packs used last stay open. */
const open = new Map<string, number>()
const mostOpen = 64

/**
 * Fills `into` with the row, whose length is that of `into`. Synchronous: a row from the page cache takes microseconds, a trip
 * through the thread pool twenty times as long. Throws AppError `not-found` when the pack is gone or too short.
 */
export function readPackRow({ pack, row }: PackRow, into: Uint8Array): void {
  let read = 0
  try {
    read = readSync(descriptorOf(pack), into, 0, into.length, row * into.length)
  } catch {
    // The same to the reader as a pack that is too short.
  }
  if (read !== into.length) {
    throw new AppError(
      'not-found',
      `Decoded images in ${dirname(pack)} are no longer there.`,
      'Import the folder again; it decodes them anew.',
    )
  }
}

function descriptorOf(pack: string): number {
  const known = open.get(pack)
  const descriptor = known ?? openSync(pack, 'r')
  open.delete(pack)
  open.set(pack, descriptor)
  for (const oldest of [...open.keys()].slice(0, -mostOpen)) {
    closeSync(open.get(oldest) as number)
    open.delete(oldest)
  }
  return descriptor
}
