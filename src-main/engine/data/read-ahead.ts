/** Reads files a little ahead of whoever consumes them, in order, so that the disk and the decoder work at the same time. */
import { close, closeSync, fstat, fstatSync, open, openSync, read, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { describeFsError } from './fs-errors'
import { UnreadableImage } from './unreadable-image'

/** Each step of a file (open, measure, read) waits for a turn of the event loop, which decoding holds up; so many are under way. */
const mostFilesAhead = 128
const fewestFilesAhead = 4
/** What the files read ahead may hold together, as far as those before tell. */
const bytesAhead = 32 * 1024 * 1024
/** No camera makes larger files; reading one whole could exhaust memory. */
const maxFileBytes = 256 * 1024 * 1024

/** The handles of `fs/promises` take twice the time. */
const [openFile, fileStatus, readInto] = [promisify(open), promisify(fstat), promisify(read)]

/** Yields, for each path in order, a promise of the file's bytes; it rejects with UnreadableImage. */
export function readAhead(paths: readonly string[]): Generator<Promise<Uint8Array>> {
  return prepareAhead(paths, async (bytes) => bytes)
}

/** As `readAhead`, of what `prepare` makes of the bytes as soon as they are there. */
export function* prepareAhead<T>(paths: readonly string[], prepare: (bytes: Uint8Array) => Promise<T>): Generator<Promise<T>> {
  const waiting: Promise<T>[] = []
  let before = { files: 0, bytes: 0 }
  let started = 0
  const filesAhead = (): number => {
    const usualBytes = before.files === 0 ? bytesAhead / fewestFilesAhead : before.bytes / before.files
    return Math.min(mostFilesAhead, Math.max(fewestFilesAhead, Math.floor(bytesAhead / usualBytes)))
  }
  for (let given = 0; given < paths.length; given++) {
    while (started < Math.min(given + filesAhead(), paths.length)) {
      const prepared = readBytes(paths[started]).then((bytes) => {
        before = { files: before.files + 1, bytes: before.bytes + bytes.length }
        return prepare(bytes)
      })
      // Whoever stops early never awaits the rest: their failures must not count as unhandled.
      prepared.catch(() => undefined)
      waiting.push(prepared)
      started += 1
    }
    yield waiting.shift() as Promise<T>
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await openFile(path, 'r')
    try {
      return await readWhole(file, bufferFor(await fileStatus(file)))
    } finally {
      // Nobody waits for it: the bytes are there, or the reason why not.
      close(file, () => undefined)
    }
  } catch (error) {
    throw refusal(error)
  }
}

/** One file whole, by the calling thread, which waits for the disk. Throws UnreadableImage. */
export function readFileNow(path: string): Uint8Array {
  try {
    const file = openSync(path, 'r')
    try {
      const into = bufferFor(fstatSync(file))
      let at = 0
      while (at < into.length) {
        const bytesRead = readSync(file, into, at, into.length - at, at)
        if (bytesRead === 0) break
        at += bytesRead
      }
      return into.subarray(0, at)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw refusal(error)
  }
}

function bufferFor({ size }: { readonly size: number }): Buffer {
  if (size > maxFileBytes) throw new UnreadableImage(`${Math.round(size / 1024 / 1024).toLocaleString('en-US')} MB, more than 256 MB`)
  return Buffer.allocUnsafeSlow(size)
}

function refusal(error: unknown): UnreadableImage {
  return error instanceof UnreadableImage ? error : new UnreadableImage(describeFsError(error))
}

async function readWhole(file: number, into: Buffer): Promise<Uint8Array> {
  let at = 0
  while (at < into.length) {
    const { bytesRead } = await readInto(file, into, at, into.length - at, at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return into.subarray(0, at)
}
