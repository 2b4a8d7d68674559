/** Real threads with a TensorFlow of their own: nothing but the time differs from the calling thread alone. */
import { rmSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportProgress } from '@shared/domain/dataset'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tf } from '../../backend/tensorflow'
import { bundleScript } from '../../testing/bundle-script'
import { allPixels, importFolder } from '../testing/domains'
import { fixture } from '../testing/image-fixtures'
import { bmp, noiseJpeg, noisePng } from '../testing/make-images'
import { temporaryFolder } from '../testing/temporary-folder'
import { type DecodingThreads, openThreads, type ShareRequest, type ThreadOutcome } from './open-threads'

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

function open(options: { readonly script: URL; readonly log?: (line: string) => void }): DecodingThreads {
  const threads = openThreads({ threads: 2, log: (line) => void expect.fail(line), ...options })
  opened.push(threads)
  return threads
}

/** Threads that are ready before an import begins. */
async function openReady(): Promise<DecodingThreads> {
  const threads = open({ script })
  threads.announce(Number.POSITIVE_INFINITY)
  await expect.poll(() => threads.capacity, { timeout: 30_000 }).toBe(4)
  return threads
}

/** The same threads, with a look at what they are asked and answer. */
function watched(threads: DecodingThreads, look: { asked?: () => void; answered?: (outcomes: readonly ThreadOutcome[] | null) => void }) {
  return {
    get count() {
      return threads.count
    },
    get capacity() {
      return threads.capacity
    },
    async decode(request: ShareRequest) {
      look.asked?.()
      const outcomes = await threads.decode(request)
      look.answered?.(outcomes)
      return outcomes
    },
    announce: () => undefined,
    close: () => threads.close(),
  } satisfies DecodingThreads
}

beforeAll(async () => {
  script = await bundleScript('data/decoding/decode-thread.ts')
})
afterAll(() => {
  for (const threads of opened) threads.close()
})

test('decoding threads: an import is the same to the bit, whoever decodes, and so is the next one from its cache', async () => {
  const folder = await mixedFiles()
  const answers: ThreadOutcome[] = []
  const decodingThreads = watched(await openReady(), { answered: (outcomes) => answers.push(...(outcomes ?? [])) })
  const cacheFolder = await temporaryFolder()
  // Large enough that the cache writes several times on the way.
  const images = { imageSize: 200 }
  const alone = await importFolder(folder, { images })
  const seen: { done: number; cached: number; unreadable: number }[] = []
  for (let time = 0; time < 2; time++) {
    const onProgress = (progress: ImportProgress) => void seen.splice(time, 1, progress)
    const beside = await importFolder(folder, { images, decodingThreads, cacheFolder, onProgress })
    expect(beside.summary).toEqual(alone.summary)
    expect(beside.files).toEqual(alone.files)
    expect(beside.contentHashes).toEqual(alone.contentHashes)
    expect(Buffer.compare(allPixels(beside), allPixels(alone))).toBe(0)
  }
  expect(alone.summary).toMatchObject({ images: 122, classNames: ['a', 'b'] })
  expect(alone.summary.unreadable.map(({ file }) => file)).toEqual(['a/cut.jpg', 'a/damaged.png', 'a/lost.png', 'b/text.jpg'])
  expect(seen).toMatchObject([
    { done: 125, cached: 0, unreadable: 4 },
    { done: 125, cached: 125, unreadable: 4 },
  ])
  // The threads did it: 125 files each time, decoded the first time and known the second.
  expect(answers).toHaveLength(250)
  const decoded = answers.map((answer) => 'decoded' in answer && answer.decoded !== null)
  expect(decoded).toEqual(answers.map((_, at) => at < 125))
})

test('decoding threads: what a share holds no more is left to the caller', async () => {
  const large = bmp({ width: 2000, bits: 24, rows: Array.from({ length: 2000 }, () => new Array<number>(6000).fill(7)) })
  const folder = await temporaryFolder(
    Object.fromEntries([0, 1, 2, 3, 4, 5].map((i) => [`a/${i}.bmp`, Buffer.concat([large, Buffer.of(i)])])),
  )
  const threads = await openReady()
  const decoded = await threads.decode({
    paths: [0, 1, 2, 3, 4, 5].map((i) => join(folder, 'a', `${i}.bmp`)),
    settings: { imageSize: 8 },
    isKnown: () => false,
    isWanted: () => true,
  })
  // 12 MB each, and the share is full beyond 16.
  expect(decoded?.map((outcome) => 'left' in outcome)).toEqual([false, false, true, true, true, true])
  const { summary } = await importFolder(folder, { decodingThreads: threads })
  expect(summary).toMatchObject({ images: 6, unreadable: [] })
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

test('decoding threads: threads that are lost on the way leave the rest to the caller', async () => {
  const folder = await mixedFiles()
  const alone = await importFolder(folder)
  const threads = await openReady()
  let asked = 0
  const answers: boolean[] = []
  const decodingThreads = watched(threads, {
    asked: () => {
      if (++asked === 6) threads.close()
    },
    answered: (outcomes) => answers.push(outcomes !== null),
  })
  const beside = await importFolder(folder, { decodingThreads })
  expect(beside.contentHashes).toEqual(alone.contentHashes)
  expect(new Set(answers)).toEqual(new Set([true, false]))
  expect(threads).toMatchObject({ count: 0, capacity: 0 })
})

test('decoding threads: where they cannot start the log says so, and the caller decodes', async () => {
  const folder = await mixedFiles()
  const lines: string[] = []
  const broken = open({ script: new URL('data:text/javascript,throw new Error("no")'), log: (line) => lines.push(line) })
  broken.announce(Number.POSITIVE_INFINITY)
  expect(broken.count).toBe(2)
  await expect.poll(() => broken.count).toBe(0)
  expect((await importFolder(folder, { decodingThreads: broken })).summary.images).toBe(122)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^A decoding thread was lost: .*no/)
})

test('decoding threads: a stop waits for no thread, and what is not wanted any more is not decoded', async () => {
  const folder = await mixedFiles()
  const threads = await openReady()
  const stop = new AbortController()
  const silent: DecodingThreads = {
    ...{ count: 2, capacity: 4, announce: () => undefined, close: () => undefined },
    decode(request) {
      requests.push(request)
      setImmediate(() => stop.abort())
      return new Promise(() => undefined)
    },
  }
  const requests: ShareRequest[] = []
  await expect(importFolder(folder, { decodingThreads: silent, signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
  expect(requests.map(({ isWanted }) => isWanted())).toEqual([false, false, false, false])
  const outcomes = await threads.decode(requests[0])
  expect(outcomes).toMatchObject([{ decoded: null }])
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

test('decoding threads: a short import starts none, a long one does', async () => {
  const folder = await mixedFiles()
  const threads = open({ script })
  await importFolder(folder, { decodingThreads: threads })
  threads.announce(100)
  expect(threads.count).toBe(0)
  threads.announce(60_000)
  expect(threads.count).toBe(2)
})
