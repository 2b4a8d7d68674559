/** Reads zip archives (wheels are zips too): lists them and unpacks chosen entries, checking size and CRC-32. Knows zip64; no encryption. */
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 }
const storedMethod = 0
const deflateMethod = 8
const inMemoryBytes = 4 << 20
const full32 = 0xffffffff

/**
 * Unpacks the entries for which `select(name)` gives a path (relative to `folder`) and returns `{files, bytes}`.
 * `onBytes(doneBytes, totalBytes)` counts unpacked bytes. Throws an Error where the archive is damaged or names a path outside `folder`.
 */
export async function unpackZip({ file, folder, select, onBytes = () => {} }) {
  const handle = await open(file, 'r')
  try {
    const chosen = []
    for (const entry of await readEntries(handle)) {
      const target = entry.name.endsWith('/') ? null : select(entry.name)
      if (target !== null) chosen.push({ ...entry, target: inside(folder, target) })
    }
    const totalBytes = chosen.reduce((sum, entry) => sum + entry.size, 0)
    let doneBytes = 0
    const count = (bytes) => {
      doneBytes += bytes
      onBytes(doneBytes, totalBytes)
    }
    const folders = new Set()
    for (const entry of chosen) {
      const parent = dirname(entry.target)
      if (!folders.has(parent)) await mkdir(parent, { recursive: true })
      folders.add(parent)
      await unpackEntry({ handle, file, entry, count })
    }
    return { files: chosen.length, bytes: totalBytes }
  } finally {
    await handle.close()
  }
}

/** Every entry of the central directory: `{name, encrypted, method, crc, mode, size, compressedSize, offset}`; sizes in bytes. */
async function readEntries(handle) {
  const { count, size, offset } = await readEnd(handle)
  const directory = await readAt(handle, offset, size)
  const entries = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== signatures.central) throw new Error('the zip directory is damaged')
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o7777,
      ...wideFields(extra, {
        size: directory.readUInt32LE(at + 24),
        compressedSize: directory.readUInt32LE(at + 20),
        offset: directory.readUInt32LE(at + 42),
      }),
    })
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** zip64 keeps the 64-bit values of overflowing fields in extra field 1, in this order and only those. */
function wideFields(extra, fields) {
  const wide = { ...fields }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let value = at + 4
    for (const name of ['size', 'compressedSize', 'offset']) {
      if (fields[name] !== full32) continue
      wide[name] = Number(extra.readBigUInt64LE(value))
      value += 8
    }
  }
  return wide
}

async function readEnd(handle) {
  const { size: fileSize } = await handle.stat()
  const tailSize = Math.min(fileSize, 22 + 0xffff)
  const tail = await readAt(handle, fileSize - tailSize, tailSize)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== signatures.end) at -= 1
  if (at < 0) throw new Error('the file is not a zip archive, or its end is missing')
  const narrow = { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) }
  if (narrow.count !== 0xffff && narrow.size !== full32 && narrow.offset !== full32) return narrow
  if (at < 20 || tail.readUInt32LE(at - 20) !== signatures.locator64) return narrow
  const end64 = await readAt(handle, Number(tail.readBigUInt64LE(at - 12)), 56)
  if (end64.readUInt32LE(0) !== signatures.end64) throw new Error('the zip64 directory is damaged')
  return { count: Number(end64.readBigUInt64LE(32)), size: Number(end64.readBigUInt64LE(40)), offset: Number(end64.readBigUInt64LE(48)) }
}

async function unpackEntry({ handle, file, entry, count }) {
  if (entry.encrypted || (entry.method !== storedMethod && entry.method !== deflateMethod)) {
    throw new Error(`${entry.name} is packed in a way this reader does not know (method ${entry.method})`)
  }
  const header = await readAt(handle, entry.offset, 30)
  if (header.readUInt32LE(0) !== signatures.local) throw new Error(`the header of ${entry.name} is damaged`)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (entry.size <= inMemoryBytes && entry.compressedSize <= inMemoryBytes) {
    const packed = await readAt(handle, start, entry.compressedSize)
    const content = entry.method === storedMethod ? packed : inflate(packed, entry)
    check(entry, { size: content.length, crc: crc32(content) })
    await writeFile(entry.target, content)
    count(content.length)
  } else {
    await streamEntry({ file, entry, start, count })
  }
  if (entry.mode !== 0) await chmod(entry.target, entry.mode | 0o600)
}

function inflate(packed, entry) {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch {
    throw new Error(`${entry.name} is damaged in the archive`)
  }
}

async function streamEntry({ file, entry, start, count }) {
  const seen = { size: 0, crc: 0 }
  const meter = new Transform({
    transform(chunk, _encoding, next) {
      seen.size += chunk.length
      seen.crc = crc32(chunk, seen.crc)
      count(chunk.length)
      next(null, chunk)
    },
  })
  const packed = createReadStream(file, { start, end: start + entry.compressedSize - 1, highWaterMark: 1 << 20 })
  const unpacking = entry.method === storedMethod ? [packed, meter] : [packed, createInflateRaw({ chunkSize: 1 << 20 }), meter]
  await pipeline([...unpacking, createWriteStream(entry.target)])
  check(entry, seen)
}

function check(entry, { size, crc }) {
  if (size !== entry.size || crc !== entry.crc) throw new Error(`${entry.name} is damaged in the archive (size or checksum differs)`)
}

function inside(folder, relative) {
  const target = resolve(folder, relative)
  if (!target.startsWith(resolve(folder) + sep)) throw new Error(`the archive names a path outside its folder: ${relative}`)
  return target
}

async function readAt(handle, position, length) {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  if (bytesRead !== length) throw new Error('the archive ends too early')
  return buffer
}
