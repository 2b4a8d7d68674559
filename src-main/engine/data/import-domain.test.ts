/** Import as a whole: what is counted, what is left out, in which order, and how it stops. */
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportProgress } from '@shared/domain/dataset'
import { asStored } from '@shared/domain/preparation'
import { expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import { decodeImage, decoderVersion } from './decode-image'
import { importDomain } from './import-domain'
import { encodePng } from './native-image'
import { allPixels, importFolder } from './testing/domains'
import { fixture } from './testing/image-fixtures'
import { noise, noiseJpeg, noisePng } from './testing/make-images'
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
  const domain = await importFolder(folder)
  const { files } = domain
  const pixels = allPixels(domain)
  for (const [index, file] of (files ?? []).entries()) {
    const expected = noise(file.slice(2, -4), 8)
    expect(Buffer.compare(pixels.subarray(index * 192, (index + 1) * 192), expected)).toBe(0)
  }
})

test('import: channel statistics are those of the pixels', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'b/2', 'b/3']))
  const domain = await importFolder(folder)
  const { summary } = domain
  const pixels = allPixels(domain)
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
  expect(Buffer.compare(allPixels(one), allPixels(other))).toBe(0)
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
  expect(Buffer.compare(allPixels(first), allPixels(second))).toBe(0)
})

test('import: photographs, drawings and damaged files keep their places, decoded now or remembered', async () => {
  const photographs = await Promise.all(Array.from({ length: 40 }, (_, i) => noiseJpeg(`photograph ${i}`, 10 + i)))
  const files: Record<string, Uint8Array | string> = await images(['a/05b', 'a/17b', 'a/17c', 'a/39b'])
  for (const [at, photograph] of photographs.entries()) files[`a/${String(at).padStart(2, '0')}.jpg`] = photograph
  files['a/11.jpg'] = photographs[11].subarray(0, 300)
  const folder = await temporaryFolder(files)
  const cacheFolder = await temporaryFolder()
  const [first, second] = [await importFolder(folder, { cacheFolder }), await importFolder(folder, { cacheFolder })]
  expect(second.summary).toEqual(first.summary)
  expect(first.summary).toMatchObject({ images: 43, unreadable: [{ file: 'a/11.jpg', reason: 'truncated JPEG' }] })
  const named = first.files as readonly string[]
  for (const [row, file] of named.entries()) {
    const { pixels, width } = await decodeImage(await readFile(join(folder, file)), { imageSize: 8 })
    expect(first.pixels.read([row])).toEqual(pixels)
    expect(second.pixels.read([second.files?.indexOf(file) as number])).toEqual(pixels)
    expect(first.marks[row].width).toBe(width)
  }
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
  expect(await readdir(join(cacheFolder, 'decoded', `v${decoderVersion}-8px`))).toHaveLength(4)
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
  expect(pixels.count).toBe(0)
})

test('import: a missing folder and an unknown pair are named', async () => {
  await expect(importFolder('/no/such/folder')).rejects.toMatchObject({ code: 'not-found', message: 'There is no folder /no/such/folder.' })
  const request = { role: 'source', images: { imageSize: 8 }, cacheFolder: '/none', builtInFolder: '/none' } as const
  await expect(importDomain({ ...request, source: { kind: 'built-in', pair: 'nope', role: 'source' } })).rejects.toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('digits-textured'),
  })
})

test('import: images left out are gone from everything but the split, and other images stay what they were', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'a/2', 'b/3']))
  const cacheFolder = await temporaryFolder()
  const whole = await importFolder(folder, { cacheFolder })
  const preparation = { ...asStored, exclude: [whole.contentHashes[1], 'of no image here'] }
  const part = await importFolder(folder, { cacheFolder, preparation })
  expect(part.summary).toMatchObject({ images: 2, excluded: 1, classNames: ['a', 'b'], classCounts: [1, 1] })
  expect(part.contentHashes).toEqual([whole.contentHashes[0], whole.contentHashes[2]])
  expect(part.excluded.map(({ contentHash, classId }) => [contentHash, classId])).toEqual([[whole.contentHashes[1], 0]])
  expect(part.summary.fingerprint).not.toBe(whole.summary.fingerprint)
})

test('import: where only some images are taken, all others are left out in the same way', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'a/2', 'b/3']))
  const cacheFolder = await temporaryFolder()
  const { contentHashes: all } = await importFolder(folder, { cacheFolder })
  const [only, except] = [
    { ...asStored, only: [all[0], all[2]] },
    { ...asStored, exclude: [all[1]] },
  ]
  const [some, others] = [
    await importFolder(folder, { cacheFolder, preparation: only }),
    await importFolder(folder, { cacheFolder, preparation: except }),
  ]
  expect(some.contentHashes).toEqual([all[0], all[2]])
  expect(some.summary).toEqual(others.summary)
  const none = await importFolder(folder, { cacheFolder, preparation: { ...only, exclude: [all[0]] } })
  expect(none.contentHashes).toEqual([all[2]])
})

test('import: a relabelled source image moves to its new class, and only there; a target’s label is not the user’s to change', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'a/2', 'b/3']))
  const cacheFolder = await temporaryFolder()
  const whole = await importFolder(folder, { cacheFolder })
  const preparation = { ...asStored, relabel: { [whole.contentHashes[0]]: 'b' } }
  const moved = await importFolder(folder, { cacheFolder, preparation })
  expect(moved.summary).toMatchObject({ images: 3, classCounts: [1, 2] })
  expect(moved.summary.fingerprint).not.toBe(whole.summary.fingerprint)
  const target = { cacheFolder, role: 'target' } as const
  expect((await importFolder(folder, { ...target, preparation })).summary.fingerprint).toBe(
    (await importFolder(folder, target)).summary.fingerprint,
  )
})

test('import: of identical images one is kept where only one is wanted, and counts once', async () => {
  const same = await noisePng('same')
  const folder = await temporaryFolder({ 'a/1.png': same, 'a/2.png': same, 'b/3.png': same, 'b/4.png': await noisePng('other') })
  const { summary, files } = await importFolder(folder, { preparation: { ...asStored, copies: 'one' } })
  expect(files).toEqual(['a/1.png', 'b/4.png'])
  const alone = await importFolder(await temporaryFolder({ 'a/1.png': same, 'b/4.png': await noisePng('other') }))
  expect(summary).toMatchObject({ images: 2, duplicates: 0, excluded: 2, channelMean: alone.summary.channelMean })
})

test('import: what is done to pixels shows in pixels, statistics and fingerprint, and is undone by leaving it away', async () => {
  const folder = await temporaryFolder(await images(['a/1', 'b/2']))
  const cacheFolder = await temporaryFolder()
  const stored = await importFolder(folder, { cacheFolder })
  const inverted = await importFolder(folder, { cacheFolder, preparation: { ...asStored, invert: true } })
  expect(allPixels(inverted)).toEqual(allPixels(stored).map((value) => 255 - value))
  for (const c of [0, 1, 2]) expect(inverted.summary.channelMean[c]).toBeCloseTo(1 - stored.summary.channelMean[c], 10)
  expect(inverted.contentHashes).toEqual(stored.contentHashes)
  expect(inverted.summary.fingerprint).not.toBe(stored.summary.fingerprint)
  expect((await importFolder(folder, { cacheFolder, preparation: asStored })).summary).toEqual(stored.summary)
})

test('import: a crop is cut before resizing, also from the cache of another one', async () => {
  const framed = new Uint8Array(16 * 16 * 3).fill(200)
  for (let y = 4; y < 12; y++) framed.fill(50, (y * 16 + 4) * 3, (y * 16 + 12) * 3)
  const folder = await temporaryFolder({ 'a/1.png': await encodePng({ width: 16, height: 16, pixels: framed }) })
  const cacheFolder = await temporaryFolder()
  await importFolder(folder, { cacheFolder })
  const crop = { left: 0.25, top: 0.25, right: 0.25, bottom: 0.25 }
  const cropped = await importFolder(folder, { cacheFolder, preparation: { ...asStored, crop } })
  expect(new Set(allPixels(cropped))).toEqual(new Set([50]))
  expect(cropped.summary.sizes).toEqual([{ width: 16, height: 16, count: 1 }])
})

test('import: pixels stay readable while the cache is there, and its loss is named', async () => {
  const folder = await temporaryFolder(await images(['a/1']))
  const cacheFolder = await temporaryFolder()
  const domain = await importFolder(folder, { cacheFolder })
  await rm(cacheFolder, { recursive: true })
  expect(() => domain.pixels.read([0])).toThrow(expect.objectContaining({ code: 'not-found', hint: expect.stringContaining('Import') }))
})
