/** The cache must never hand out a row that is not whole, whoever wrote it and however they ended. */
import { appendFile, readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type DecodeOutcome, openDecodeCache } from './decode-cache'
import { decoderVersion } from './decode-image'
import { noise } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

const settings = { imageSize: 8 }

// A disk that is full, for folders of that name.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const open = async (...args: Parameters<typeof real.open>) => {
    const file = await real.open(...args)
    if (String(args[0]).includes('full-disk')) file.appendFile = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
    return file
  }
  return { ...real, open }
})

function outcome(seed: number): DecodeOutcome {
  return { image: { pixels: noise(seed, 8), width: 10 + seed, height: 20, channels: 3, contentHash: `content ${seed}` } }
}

async function filled(cacheFolder: string, seeds: readonly number[]): Promise<void> {
  const cache = await openDecodeCache(cacheFolder, settings)
  for (const seed of seeds) await cache.put(`file ${seed}`, outcome(seed))
  await cache.close()
}

async function onlyFile(cacheFolder: string, ending: string): Promise<string> {
  const folder = join(cacheFolder, 'decoded', `v${decoderVersion}-8px`)
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending))
  expect(names).toHaveLength(1)
  return join(folder, names[0])
}

async function found(cacheFolder: string, seeds: readonly number[]): Promise<boolean[]> {
  const cache = await openDecodeCache(cacheFolder, settings)
  const hits = seeds.map((seed) => cache.get(`file ${seed}`) !== undefined)
  await cache.close()
  return hits
}

test('cache: images and reasons come back as they were put in', async () => {
  const folder = await temporaryFolder()
  const cache = await openDecodeCache(folder, settings)
  await cache.put('file 1', outcome(1))
  await cache.put('bad', { reason: 'truncated PNG' })
  expect(cache.get('file 1')).toMatchObject(outcome(1))
  await cache.close()
  const reopened = await openDecodeCache(folder, settings)
  expect(reopened.get('file 1')).toMatchObject(outcome(1))
  expect(reopened.get('bad')).toEqual({ reason: 'truncated PNG' })
  expect(reopened.get('other')).toBeUndefined()
  await reopened.close()
})

test('cache: other settings have rows of their own', async () => {
  const folder = await temporaryFolder()
  await filled(folder, [1])
  const other = await openDecodeCache(folder, { imageSize: 16 })
  expect(other.get('file 1')).toBeUndefined()
  await other.close()
})

test('cache: a row cut short by a crash is not trusted, the rows before it are', async () => {
  const folder = await temporaryFolder()
  await filled(folder, [1, 2])
  await truncate(await onlyFile(folder, '.bin'), 8 * 8 * 3 + 10)
  expect(await found(folder, [1, 2])).toEqual([true, false])
})

test('cache: a row whose bytes never reached the disk is not trusted', async () => {
  const folder = await temporaryFolder()
  await filled(folder, [1, 2])
  const pack = await onlyFile(folder, '.bin')
  await truncate(pack, 8 * 8 * 3)
  await appendFile(pack, new Uint8Array(8 * 8 * 3))
  expect(await found(folder, [1, 2])).toEqual([true, false])
})

test('cache: a line that was being written is passed over', async () => {
  const folder = await temporaryFolder()
  await filled(folder, [1])
  await appendFile(await onlyFile(folder, '.idx'), '{"file":"file 2","row":0,"cr')
  expect(await found(folder, [1, 2])).toEqual([true, false])
})

test('cache: two writers at once keep to files of their own', async () => {
  const folder = await temporaryFolder()
  const [first, second] = [await openDecodeCache(folder, settings), await openDecodeCache(folder, settings)]
  for (const seed of [1, 2, 3]) {
    await first.put(`file ${seed}`, outcome(seed))
    await second.put(`file ${seed + 2}`, outcome(seed + 2))
  }
  await Promise.all([first.close(), second.close()])
  expect(await found(folder, [1, 2, 3, 4, 5, 6])).toEqual([true, true, true, true, true, false])
})

test('cache: nothing put, nothing written', async () => {
  const folder = await temporaryFolder()
  await filled(folder, [])
  expect(await readdir(folder)).toEqual([])
})

test('cache: a folder that cannot be written to is named', async () => {
  const folder = await temporaryFolder({ file: '' })
  const cache = await openDecodeCache(join(folder, 'file'), settings)
  await cache.put('file 1', outcome(1))
  await expect(cache.close()).rejects.toMatchObject({ code: 'invalid-input', field: join(folder, 'file') })
})

test('cache: a full disk is named, and closing again writes nothing', async () => {
  const folder = join(await temporaryFolder(), 'full-disk')
  const cache = await openDecodeCache(folder, settings)
  await cache.put('file 1', outcome(1))
  await expect(cache.close()).rejects.toMatchObject({ code: 'no-space', message: expect.stringContaining(folder) })
  expect(await found(folder, [1])).toEqual([false])
})
