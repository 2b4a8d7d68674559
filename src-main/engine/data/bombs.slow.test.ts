/** Decompression bombs: small files that unpack to hundreds of megabytes, among sound images. */
import { crc32, createDeflate } from 'node:zlib'
import { expect, test } from 'vitest'
import { importFolder } from './testing/domains'
import { noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

const MEGABYTE = 2 ** 20
const UNPACKED = 768 * MEGABYTE

/** Zeros, deflated piece by piece: a thousandth of their length. */
async function packedZeros(length: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 9 })
  const pieces: Buffer[] = []
  deflate.on('data', (piece: Buffer) => pieces.push(piece))
  const zeros = Buffer.alloc(MEGABYTE)
  for (let written = 0; written < length; written += zeros.length) {
    if (!deflate.write(zeros)) await new Promise((resolve) => deflate.once('drain', resolve))
  }
  await new Promise<void>((resolve) => deflate.end(resolve))
  return Buffer.concat(pieces)
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** 8 × 8 RGB whose pixels are `packed`. */
function png(packed: Uint8Array, before: readonly Buffer[] = []): Buffer {
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0])
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), ...before, chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))])
}

test('bombs: pixels or a text that unpack to 768 MB cost no such memory, and the images beside them are in', async () => {
  const bomb = await packedZeros(UNPACKED)
  expect(bomb.length).toBeLessThan(MEGABYTE)
  const text = chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), bomb]))
  const folder = await temporaryFolder({
    'a/sound.png': await noisePng(1),
    'a/pixels.png': png(bomb),
    'b/text.png': png(await packedZeros(MEGABYTE), [text]),
    'b/sound.png': await noisePng(2),
  })
  const before = process.resourceUsage().maxRSS
  const { summary, files } = await importFolder(folder)
  // Kilobytes; the most this process ever held.
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(UNPACKED / 2 / 1024)
  expect(files).toEqual(expect.arrayContaining(['a/sound.png', 'b/sound.png']))
  expect(summary.images + summary.unreadable.length).toBe(4)
})
