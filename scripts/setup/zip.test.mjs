/** Makes small archives by hand and reads them back. */
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpackZip } from './zip.mjs'

const executable = 0o100755

/** A zip of `[{name, content, stored, mode, crc}]`; `wide` moves sizes and offsets into zip64 fields. */
function makeZip(entries, { wide = false } = {}) {
  const parts = []
  const directory = []
  let offset = 0
  for (const { name, content, stored = false, mode = 0o100644, crc = crc32(content) } of entries) {
    const packed = stored ? content : deflateRawSync(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(stored ? 0 : 8, 8)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    const extra = Buffer.alloc(wide ? 28 : 0)
    if (wide) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(24, 2)
      for (const [index, value] of [content.length, packed.length, offset].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
    }
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(stored ? 0 : 8, 10)
    central.writeUInt32LE(crc, 16)
    central.writeUInt32LE(wide ? 0xffffffff : packed.length, 20)
    central.writeUInt32LE(wide ? 0xffffffff : content.length, 24)
    central.writeUInt16LE(Buffer.byteLength(name), 28)
    central.writeUInt16LE(extra.length, 30)
    central.writeUInt32LE((mode << 16) >>> 0, 38)
    central.writeUInt32LE(wide ? 0xffffffff : offset, 42)
    directory.push(central, Buffer.from(name), extra)
    parts.push(local, Buffer.from(name), packed)
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const central = Buffer.concat(directory)
  const tail = []
  if (wide) {
    const end64 = Buffer.alloc(56)
    end64.writeUInt32LE(0x06064b50, 0)
    end64.writeBigUInt64LE(BigInt(entries.length), 32)
    end64.writeBigUInt64LE(BigInt(central.length), 40)
    end64.writeBigUInt64LE(BigInt(offset), 48)
    const locator = Buffer.alloc(20)
    locator.writeUInt32LE(0x07064b50, 0)
    locator.writeBigUInt64LE(BigInt(offset + central.length), 8)
    tail.push(end64, locator)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(wide ? 0xffff : entries.length, 10)
  end.writeUInt32LE(wide ? 0xffffffff : central.length, 12)
  end.writeUInt32LE(wide ? 0xffffffff : offset, 16)
  return Buffer.concat([...parts, central, ...tail, end])
}

function save(content) {
  const folder = mkdtempSync(join(tmpdir(), 'shiftlab-zip-'))
  const file = join(folder, 'a.zip')
  writeFileSync(file, content)
  return { file, folder: join(folder, 'out') }
}

const everything = (name) => name
const text = Buffer.from('domain adaptation '.repeat(500))
const large = Buffer.alloc(5 << 20, 'large enough to be streamed ')

test.each([false, true])('zip: stored, deflated, small and streamed entries come back whole (zip64: %s)', async (wide) => {
  const entries = [
    { name: 'small/stored.txt', content: Buffer.from('as it is'), stored: true },
    { name: 'small/deflated.txt', content: text },
    { name: 'empty.txt', content: Buffer.alloc(0) },
    { name: 'program', content: large, mode: executable },
    { name: 'large-stored', content: large, stored: true },
  ]
  const { file, folder } = save(makeZip(entries, { wide }))
  const seen = []
  const result = await unpackZip({ file, folder, select: everything, onBytes: (done, total) => seen.push([done, total]) })
  for (const { name, content } of entries) expect(readFileSync(join(folder, name)).equals(content)).toBe(true)
  expect(result).toEqual({ files: 5, bytes: entries.reduce((sum, { content }) => sum + content.length, 0) })
  expect(seen.at(-1)).toEqual([result.bytes, result.bytes])
  expect(statSync(join(folder, 'program')).mode & 0o111).toBe(0o111)
})

test('zip: only what is selected is written, under the name it is given', async () => {
  const { file, folder } = save(
    makeZip([
      { name: 'wheel/lib.so', content: text },
      { name: 'wheel/other.py', content: text },
    ]),
  )
  await unpackZip({ file, folder, select: (name) => (name.endsWith('.so') ? 'lib/renamed.so' : null) })
  expect(existsSync(join(folder, 'lib/renamed.so'))).toBe(true)
  expect(existsSync(join(folder, 'wheel'))).toBe(false)
})

test.each([false, true])('zip: a wrong checksum is refused (streamed: %s)', async (streamed) => {
  const { file, folder } = save(makeZip([{ name: 'a', content: streamed ? large : text, crc: 1 }]))
  await expect(unpackZip({ file, folder, select: everything })).rejects.toThrow('a is damaged')
})

test('zip: an archive without its end is refused', async () => {
  const whole = makeZip([{ name: 'a', content: text }])
  const { file, folder } = save(whole.subarray(0, whole.length - 30))
  await expect(unpackZip({ file, folder, select: everything })).rejects.toThrow('not a zip archive')
})

test('zip: an entry cannot leave its folder', async () => {
  const { file, folder } = save(makeZip([{ name: '../escaped', content: text }]))
  await expect(unpackZip({ file, folder, select: everything })).rejects.toThrow('outside its folder')
})
