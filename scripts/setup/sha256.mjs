/** SHA-256 of texts and of files too large to hold in memory. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Hex digest of a string or a buffer. */
export const sha256 = (content) => createHash('sha256').update(content).digest('hex')

/** Hex digest of a file's content, read as a stream. */
export async function sha256OfFile(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
