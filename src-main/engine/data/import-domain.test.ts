/** Import as a whole: what is counted, what is left out, in which order, and how it stops. */
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportProgress } from '@shared/domain/dataset'
import { expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import { importDomain } from './import-domain'
import { importFolder } from './testing/domains'
import { fixture } from './testing/image-fixtures'
import { noise, noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

async function images(names: readonly string[], size = 8): Promise<Record<string, Uint8Array>> {
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [`${name}.png`, await noisePng(name.split('/').at(-1) ?? '', size)])),
  )
}

test('import: a source comes with names, counts, sizes and open labels, ordered by class', async () => {
  const folder = await temporaryFolder({ ...(await images(['b/1', 'b/2', 'a/3'])), 'a/4.webp': fixture('losslessWebp') })
  const { summary, labels, files } = await importFolder(folder)
  expect(summary).toMatchObject({ role: 'source', images: 4, classNames: ['a', 'b'], classCounts: [2, 2], labelled: true })
  expect(summary.sizes).toEqual([
    { width: 8, height: 8, count: 3 },
    { width: 12, height: 8, count: 1 },
  ])
  expect(labels).toEqual({ kind: 'open', classIds: Int32Array.of(0, 0, 1, 1) })
  expect(files?.map((file) => file[0])).toEqual(['a', 'a', 'b', 'b'])
})

test('import: pixels stand at the place of their file', async () => {
  const folder = await temporaryFolder(await images(Array.from({ length: 40 }, (_, i) => `${'ab'[i % 2]}/${i}`)))
  const { pixels, files } = await importFolder(folder)
  for (const [index, file] of (files ?? []).entries()) {
    const expected = noise(file.slice(2, -4), 8)
    expect(Buffer.compare(pixels.subarray(index * 192, (index + 1) * 192), expected)).toBe(0)
  }
})

test('import: channel statistics are those of the pixels', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'b/2', 'b/3']))
  const { summary, pixels } = await importFolder(folder)
  for (const c of [0, 1, 2]) {
    const values = [...pixels].filter((_, i) => i % 3 === c).map((value) => value / 255)
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
    expect(summary.channelMean[c]).toBeCloseTo(mean, 10)
    expect(summary.channelStd[c]).toBeCloseTo(Math.sqrt(variance), 10)
  }
})

test('import: damaged files are listed with their reasons and never fatal', async () => {
  const good = await images(['a/1', 'b/2'])
  const folder = await temporaryFolder({
    ...good,
    'a/cut.png': good['a/1.png'].subarray(0, 50),
    'a/empty.jpg': '',
    'b/page.png': '<html>',
    'b/readme.md': 'x',
  })
  const { summary, skipped } = await importFolder(folder)
  expect(summary.images).toBe(2)
  expect(summary.unreadable).toEqual([
    { file: 'a/cut.png', reason: 'truncated PNG' },
    { file: 'a/empty.jpg', reason: 'empty file' },
    { file: 'b/page.png', reason: 'not an image' },
  ])
  expect(skipped).toBe(1)
})

test('import: a target hides counts and paths, and is labelled all the same', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'b/2']))
  const domain = await importFolder(folder, { role: 'target' })
  expect(domain.summary).toMatchObject({ classNames: ['a', 'b'], classCounts: null, labelled: true })
  expect(domain.files).toBeNull()
  expect(domain.labels.kind).toBe('sealed')
  // No own field, no private slot that serialises: nothing to find by looking.
  expect(JSON.stringify(domain.labels)).toBe('{"kind":"sealed","sealed":{}}')
})

test('import: an unlabelled folder has no classes and keeps its file names', async () => {
  const folder = await temporaryFolder(await images(['1', '2']))
  const { summary, labels, files } = await importFolder(folder, { role: 'target' })
  expect(summary).toMatchObject({ images: 2, classNames: [], labelled: false, classCounts: null })
  expect(labels).toEqual({ kind: 'none' })
  expect([...(files ?? [])].sort()).toEqual(['1.png', '2.png'])
})

test("import: a target's order, pixels and fingerprint do not depend on folders or names", async () => {
  const names = Array.from({ length: 20 }, (_, i) => String(i))
  const first = await temporaryFolder(await images(names.map((name, i) => `${'ab'[i % 2]}/${name}`)))
  const second = await temporaryFolder(await images(names.map((name, i) => `${'xyz'[i % 3]}/${name}`)))
  const [one, other] = [await importFolder(first, { role: 'target' }), await importFolder(second, { role: 'target' })]
  expect(other.contentHashes).toEqual(one.contentHashes)
  expect(Buffer.compare(one.pixels, other.pixels)).toBe(0)
  expect(other.summary.fingerprint).toBe(one.summary.fingerprint)
  expect(other.summary.channelStd).toEqual(one.summary.channelStd)
})

test('import: the fingerprint follows content and settings', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'b/2']))
  const first = (await importFolder(folder)).summary.fingerprint
  expect((await importFolder(folder, { images: { imageSize: 16 } })).summary.fingerprint).not.toBe(first)
  await rename(join(folder, 'a', '1.png'), join(folder, 'a', 'moved.png'))
  expect((await importFolder(folder)).summary.fingerprint).toBe(first)
  await rm(join(folder, 'b', '2.png'))
  expect((await importFolder(folder)).summary.fingerprint).not.toBe(first)
})

test('import: relabelling changes the fingerprint of a source and never that of a target', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'a/2', 'b/3', 'b/4']))
  const fingerprints = async () => ({
    source: (await importFolder(folder)).summary.fingerprint,
    target: (await importFolder(folder, { role: 'target' })).summary.fingerprint,
  })
  const before = await fingerprints()
  await rename(join(folder, 'a', '1.png'), join(folder, 'b', '1.png'))
  await rename(join(folder, 'b', '3.png'), join(folder, 'a', '3.png'))
  const exchanged = await fingerprints()
  expect(exchanged.source).not.toBe(before.source)
  expect(exchanged.target).toBe(before.target)
  await rename(join(folder, 'a'), join(folder, 'c'))
  const renamed = await fingerprints()
  expect(renamed.source).not.toBe(exchanged.source)
  expect(renamed.target).toBe(before.target)
})

test('import: duplicates are counted beyond the first', async () => {
  const same = await noisePng('same')
  const folder = await temporaryFolder({ 'a/1.png': same, 'a/2.png': same, 'b/3.png': same, 'b/4.png': await noisePng('other') })
  expect((await importFolder(folder)).summary.duplicates).toBe(2)
})

test('import: a second one finds everything in the cache, failures too, and gives the same', async () => {
  const folder = await temporaryFolder({ ...(await images(['a/1', 'b/2'], 11)), 'b/bad.png': 'x' })
  const cacheFolder = await temporaryFolder()
  const first = await importFolder(folder, { cacheFolder })
  const progress: ImportProgress[] = []
  const second = await importFolder(folder, { cacheFolder, onProgress: (at) => progress.push(at) })
  expect(progress.at(-1)).toEqual({ root: folder, role: 'source', done: 3, total: 3, unreadable: 1, cached: 3 })
  expect(second.summary).toEqual(first.summary)
  expect(Buffer.compare(first.pixels, second.pixels)).toBe(0)
})

test('import: abort stops it and keeps what was decoded', async () => {
  const folder = await temporaryFolder(await images(Array.from({ length: 30 }, (_, i) => `a/${i}`)))
  const cacheFolder = await temporaryFolder()
  const stop = new AbortController()
  // The first report comes before any image; the stop is asked for from within the import's own first slice.
  let reports = 0
  const stopped = importFolder(folder, {
    cacheFolder,
    signal: stop.signal,
    onProgress: () => {
      reports += 1
      stop.abort()
    },
  })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(reports).toBe(1)
  const progress: ImportProgress[] = []
  await importFolder(folder, { cacheFolder, onProgress: (at) => progress.push(at) })
  expect(progress.at(-1)).toMatchObject({ done: 30, cached: 1 })
})

test('import: two at once on the same cache both finish and agree', async () => {
  const folder = await temporaryFolder(await images(Array.from({ length: 20 }, (_, i) => `${'ab'[i % 2]}/${i}`)))
  const cacheFolder = await temporaryFolder()
  const [one, other] = await Promise.all([importFolder(folder, { cacheFolder }), importFolder(folder, { cacheFolder })])
  expect(other.summary).toEqual(one.summary)
  expect(await readdir(join(cacheFolder, 'decoded', 'v1-8px'))).toHaveLength(4)
})

test('import: timers and calls pass while it runs, and no tensor is left', async () => {
  const folder = await temporaryFolder(
    await images(
      Array.from({ length: 200 }, (_, i) => `${'ab'[i % 2]}/${i}`),
      64,
    ),
  )
  const tensors = tf.memory().numTensors
  let turns = 0
  let running = true
  const turn = (): void => {
    turns += 1
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  await importFolder(folder)
  running = false
  expect(turns).toBeGreaterThan(5)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('import: a folder without images is an empty domain, not an error', async () => {
  const { summary, pixels } = await importFolder(await temporaryFolder({ 'notes.txt': '' }))
  expect(summary).toMatchObject({ images: 0, classNames: [], channelMean: [0, 0, 0], sizes: [] })
  expect(pixels).toHaveLength(0)
})

test('import: a missing folder and an unknown pair are named', async () => {
  await expect(importFolder('/no/such/folder')).rejects.toMatchObject({ code: 'not-found', message: 'There is no folder /no/such/folder.' })
  const request = { role: 'source', images: { imageSize: 8 }, cacheFolder: '/none', builtInFolder: '/none' } as const
  await expect(importDomain({ ...request, source: { kind: 'built-in', pair: 'nope', role: 'source' } })).rejects.toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('digits-textured'),
  })
})
