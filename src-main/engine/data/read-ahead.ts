/** Reads files a little ahead of whoever consumes them, in order, so that the disk and the decoder work at the same time. */
import { open } from 'node:fs/promises'
import { describeFsError } from './fs-errors'
import { UnreadableImage } from './unreadable-image'

const filesAhead = 16
/** No camera makes larger files; reading one whole could exhaust memory. */
const maxFileBytes = 256 * 1024 * 1024

/** Yields, for each path in order, a promise of the file's bytes; it rejects with UnreadableImage. */
export function* readAhead(paths: readonly string[]): Generator<Promise<Uint8Array>> {
  const waiting: Promise<Uint8Array>[] = []
  let started = 0
  for (let given = 0; given < paths.length; given++) {
    while (started < Math.min(given + filesAhead, paths.length)) {
      const bytes = readBytes(paths[started])
      // Whoever stops early never awaits the rest: their failures must not count as unhandled.
      bytes.catch(() => undefined)
      waiting.push(bytes)
      started += 1
    }
    yield waiting.shift() as Promise<Uint8Array>
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size > maxFileBytes) throw new UnreadableImage(`${Math.round(size / 1024 / 1024).toLocaleString('en-US')} MB, more than 256 MB`)
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof UnreadableImage ? error : new UnreadableImage(describeFsError(error))
  }
}
