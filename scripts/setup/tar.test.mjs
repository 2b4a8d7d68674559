/** A tarball made by hand, larger than one chunk. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpackFromTarball } from './tar.mjs'

function tarEntry(name, content) {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

const wanted = Buffer.alloc(3_000_001, 'the archive inside the archive ')

function save(content) {
  const folder = mkdtempSync(join(tmpdir(), 'shiftlab-tar-'))
  const file = join(folder, 'a.tgz')
  writeFileSync(file, gzipSync(content))
  return { file, target: join(folder, 'out') }
}

test('tar: the named entry comes back whole, whatever stands before it', async () => {
  const other = tarEntry('package/package.json', Buffer.from('{}'))
  const { file, target } = save(Buffer.concat([other, tarEntry('package/a.zip', wanted), Buffer.alloc(1024)]))
  const size = await unpackFromTarball({ file, name: 'package/a.zip', target })
  expect(size).toBe(wanted.length)
  expect(readFileSync(target).equals(wanted)).toBe(true)
})

test('tar: a missing entry and one that is cut short are told apart', async () => {
  const whole = tarEntry('package/a.zip', wanted)
  const missing = save(Buffer.concat([whole, Buffer.alloc(1024)]))
  await expect(unpackFromTarball({ ...missing, name: 'package/b.zip' })).rejects.toThrow('is not in the archive')
  const cut = save(whole.subarray(0, 1_000_000))
  await expect(unpackFromTarball({ ...cut, name: 'package/a.zip' })).rejects.toThrow('cut short')
})
