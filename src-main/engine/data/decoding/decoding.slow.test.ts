/** Real threads with a TensorFlow of their own: nothing but the time differs from the calling thread alone. */
import { rmSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tf } from '../../backend/tensorflow'
import { bundleScript } from '../../testing/bundle-script'
import { allPixels, importFolder } from '../testing/domains'
import { fixture } from '../testing/image-fixtures'
import { noiseJpeg, noisePng } from '../testing/make-images'
import { temporaryFolder } from '../testing/temporary-folder'
import { type DecodingThreads, openThreads } from './open-threads'

const opened: DecodingThreads[] = []
let script: URL

/** Of every kind, damaged ones and ones that the disk refuses among them. */
async function mixedFiles(): Promise<string> {
  const files: Record<string, Uint8Array> = {}
  for (let i = 0; i < 60; i++) {
    const name = `${'ab'[i % 2]}/${String(i).padStart(2, '0')}`
    files[`${name}.jpg`] = await noiseJpeg(name, 40 + i)
    files[`${name}.png`] = await noisePng(name, 8 + (i % 30))
  }
  files['a/damaged.png'] = (await noisePng('damaged', 16)).fill(0x55, 60, 80)
  files['a/cut.jpg'] = (await noiseJpeg('cut', 40)).subarray(0, 200)
  files['b/text.jpg'] = Buffer.from('no image')
  const made = await temporaryFolder({ ...files, 'b/still.webp': fixture('losslessWebp'), 'b/moving.gif': fixture('animatedGif') })
  await symlink(join(made, 'nowhere'), join(made, 'a', 'lost.png'))
  return made
}

/** Threads that are ready before an import begins. */
async function openReady(): Promise<DecodingThreads> {
  const threads = openThreads({ script, threads: 2 })
  opened.push(threads)
  threads.expect(Number.POSITIVE_INFINITY)
  await expect.poll(() => threads.shares, { timeout: 30_000 }).toBe(4)
  return threads
}

beforeAll(async () => {
  script = await bundleScript('data/decoding/decode-thread.ts')
})
afterAll(() => {
  for (const threads of opened) threads.close()
})

test('decoding threads: an import is the same to the bit, whoever decodes, and so is the next one from its cache', async () => {
  const folder = await mixedFiles()
  const decodingThreads = await openReady()
  const cacheFolder = await temporaryFolder()
  // Large enough that the cache writes several times on the way.
  const images = { imageSize: 200 }
  const alone = await importFolder(folder, { images })
  const [beside, again] = [
    await importFolder(folder, { images, decodingThreads, cacheFolder }),
    await importFolder(folder, { images, decodingThreads, cacheFolder }),
  ]
  expect(alone.summary).toMatchObject({ images: 122, classNames: ['a', 'b'] })
  expect(alone.summary.unreadable.map(({ file }) => file)).toEqual(['a/cut.jpg', 'a/damaged.png', 'a/lost.png', 'b/text.jpg'])
  for (const domain of [beside, again]) {
    expect(domain.summary).toEqual(alone.summary)
    expect(domain.files).toEqual(alone.files)
    expect(domain.contentHashes).toEqual(alone.contentHashes)
    expect(Buffer.compare(allPixels(domain), allPixels(alone))).toBe(0)
  }
})

test('decoding threads: progress counts what was decoded now and what was known', async () => {
  const folder = await mixedFiles()
  const decodingThreads = await openReady()
  const cacheFolder = await temporaryFolder()
  const seen: { done: number; cached: number; unreadable: number }[] = []
  for (let time = 0; time < 2; time++) {
    await importFolder(folder, { decodingThreads, cacheFolder, onProgress: (progress) => seen.splice(time, 1, progress) })
  }
  expect(seen).toMatchObject([
    { done: 125, cached: 0, unreadable: 4 },
    { done: 125, cached: 125, unreadable: 4 },
  ])
})

test('decoding threads: the calling thread computes undisturbed while they decode', async () => {
  const folder = await mixedFiles()
  const decodingThreads = await openReady()
  const matrix = tf.range(0, 64).reshape([8, 8]) as ReturnType<typeof tf.tensor2d>
  const product = () => tf.tidy(() => tf.matMul(matrix, matrix, false, true).dataSync())
  const expected = product()
  const tensors = tf.memory().numTensors
  let done = false
  const importing = importFolder(folder, { decodingThreads }).finally(() => {
    done = true
  })
  while (!done) {
    expect(product()).toEqual(expected)
    await new Promise(setImmediate)
  }
  await importing
  expect(tf.memory().numTensors).toBe(tensors)
  matrix.dispose()
})

test('decoding threads: threads that are lost on the way, or cannot start, leave the rest to the caller', async () => {
  const folder = await mixedFiles()
  const alone = await importFolder(folder)
  const decodingThreads = await openReady()
  const broken = openThreads({ script: new URL('data:text/javascript,throw new Error("no")'), threads: 2 })
  opened.push(broken)
  broken.expect(Number.POSITIVE_INFINITY)
  expect((await importFolder(folder, { decodingThreads: broken })).contentHashes).toEqual(alone.contentHashes)
  expect(broken.shares).toBe(0)
  const beside = await importFolder(folder, {
    decodingThreads,
    onProgress: ({ done }) => {
      if (done > 0 && done < 125) decodingThreads.close()
    },
  })
  expect(decodingThreads.shares).toBe(0)
  expect(beside.contentHashes).toEqual(alone.contentHashes)
})

test('decoding threads: a stop is heeded', async () => {
  const folder = await mixedFiles()
  const decodingThreads = await openReady()
  const stop = new AbortController()
  const stopped = importFolder(folder, {
    decodingThreads,
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done > 0) stop.abort()
    },
  })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
})

test('decoding threads: a file that vanishes during the import is named with the reason', async () => {
  const folder = await mixedFiles()
  const { summary } = await importFolder(folder, {
    decodingThreads: await openReady(),
    onProgress: ({ done }) => {
      if (done === 0) rmSync(join(folder, 'b', '59.png'))
    },
  })
  expect(summary.images).toBe(121)
  const alone = await importFolder(folder)
  expect(summary.unreadable.filter(({ file }) => !alone.summary.unreadable.some((other) => other.file === file))).toEqual([
    { file: 'b/59.png', reason: 'no longer there' },
  ])
})

test('decoding threads: a short import starts none', async () => {
  const folder = await mixedFiles()
  const threads = openThreads({ script, threads: 2 })
  opened.push(threads)
  await importFolder(folder, { decodingThreads: threads })
  threads.expect(100)
  await new Promise(setImmediate)
  expect(threads.shares).toBe(0)
})
