/** Takes one file out of an npm tarball (a gzipped tar) as a stream, without a tar program. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

const block = 512

const text = (buffer, from, to) => buffer.toString('utf8', from, to).replace(/\0[\s\S]*$/, '')

/** Writes entry `name` of the tarball to `target` and returns its size in bytes; throws an Error where it is missing or cut short. */
export async function unpackFromTarball({ file, name, target, onBytes = () => {} }) {
  const source = createReadStream(file, { highWaterMark: 1 << 20 })
  const unzipped = createGunzip({ chunkSize: 1 << 20 })
  source.on('error', (error) => unzipped.destroy(error))
  source.pipe(unzipped)
  const output = await open(target, 'w')
  try {
    return await copyEntry({ chunks: unzipped, name, output, onBytes })
  } finally {
    source.destroy()
    unzipped.destroy()
    await output.close()
  }
}

async function copyEntry({ chunks, name, output, onBytes }) {
  let pending = Buffer.alloc(0)
  let entry = null
  let left = 0
  for await (const chunk of chunks) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length > 0) {
      if (left > 0) {
        const part = pending.subarray(0, Math.min(left, pending.length))
        if (entry.wanted) await writeWanted({ entry, part, output, onBytes })
        left -= part.length
        pending = pending.subarray(part.length)
        if (entry.wanted && entry.written === entry.size) return entry.size
        continue
      }
      if (pending.length < block) break
      const size = Number.parseInt(text(pending, 124, 136).trim() || '0', 8)
      const prefix = text(pending, 345, 500)
      const path = `${prefix ? `${prefix}/` : ''}${text(pending, 0, 100)}`
      entry = { wanted: path === name, size, written: 0 }
      left = Math.ceil(size / block) * block
      pending = pending.subarray(block)
    }
  }
  throw new Error(entry?.wanted ? `${name} is cut short in the archive` : `${name} is not in the archive`)
}

async function writeWanted({ entry, part, output, onBytes }) {
  const content = part.subarray(0, Math.min(part.length, entry.size - entry.written))
  await output.write(content)
  entry.written += content.length
  onBytes(entry.written, entry.size)
}
