/** The stream over a real message channel: order, alignment, newest wins, cancel, loss of the worker. */
import { MessageChannel } from 'node:worker_threads'
import type { AppError } from '@shared/contract/failure'
import { afterEach, expect, test, vi } from 'vitest'
import { createFeatureMap, type EpochFeatures, type FeatureMap, type FeatureMapOptions, type WorkerLike } from './feature-map'
import type { MapFrame } from './map-messages'
import { procrustes } from './procrustes'
import { serveMap } from './serve-map'
import { blobs } from './test-support'

/** A worker that shares this thread: the same messages, cloned and transferred by a real channel. */
function channelWorker({ frameMs }: { frameMs: number }): WorkerLike {
  const { port1, port2 } = new MessageChannel()
  serveMap(port2, { frameMs })
  const ignored = { on: () => undefined }
  return {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    on: (event: string, listener: never) => (event === 'message' ? port1 : ignored).on(event as 'message', listener),
    terminate: async () => port1.close(),
  }
}

const COUNT = 120
const classOf = Int32Array.from({ length: COUNT }, (_, i) => i % 4)
/** The same points at a later epoch: blobs farther apart. */
function featuresAt(epoch: number): EpochFeatures {
  return { epoch, classOf, ...blobs({ count: COUNT, dimensions: 12, blobs: 4, spread: 1 + epoch, seed: 1 }) }
}
const domain = Uint8Array.from({ length: COUNT }, (_, i) => (i < COUNT / 2 ? 0 : 1))

const open: FeatureMap[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((map) => map.dispose()))
})

function record(options: Partial<FeatureMapOptions> & { frameMs?: number } = {}) {
  const frames: MapFrame[] = []
  const failures: { error: AppError; epoch: number }[] = []
  const map = createFeatureMap({
    createWorker: () => channelWorker({ frameMs: options.frameMs ?? 10 }),
    seed: 3,
    perplexity: 15,
    domain,
    classes: 4,
    onFrame: (frame) => frames.push(frame),
    onFailure: (error, epoch) => failures.push({ error, epoch }),
    ...options,
  })
  open.push(map)
  return { map, frames, failures, settled: () => frames.filter((frame) => frame.phase === 'settled') }
}

function layoutsOf({ positions, settled }: MapFrame) {
  return { positions, twin: settled?.twin ?? null }
}

test('feature map: frames of an epoch rise in iteration and end with one settled, measured frame', async () => {
  const { map, frames, settled } = record({ frameMs: 1 })
  map.submit(featuresAt(0))
  await map.idle()
  expect(frames.length).toBeGreaterThan(2)
  const iterations = frames.map((frame) => frame.iteration)
  expect(iterations).toEqual([...iterations].sort((a, b) => a - b))
  expect(settled()).toEqual([frames.at(-1)])
  const [last] = settled()
  expect(last).toMatchObject({ epoch: 0, iteration: 750, iterations: 750 })
  expect(last.positions.length).toBe(2 * COUNT)
  expect(last.settled?.trustworthiness).toBeGreaterThan(0.7)
  expect(last.settled?.agreement).toBeGreaterThanOrEqual(0)
  expect(last.settled?.measures.aDistance?.value).toBeGreaterThanOrEqual(0)
  expect(last.settled?.beside.length).toBe(COUNT)
  expect(last.settled?.neighbours.length).toBe(16 * COUNT)
  expect(frames[0]).toMatchObject({ phase: 'optimising', settled: null })
})

test('feature map: the next epoch starts from the settled layout, with the short schedule, and lies on it', async () => {
  const { map, frames, settled } = record({ frameMs: 0 })
  map.submit(featuresAt(0))
  await map.idle()
  map.submit(featuresAt(0.01))
  await map.idle()
  const [first, second] = settled()
  expect(second.iterations).toBe(250)
  const opening = frames.find((frame) => frame.epoch === 0.01)
  const jump = Math.max(...(opening?.positions ?? []).map((value, at) => Math.abs(value - first.positions[at])))
  expect(jump).toBeLessThan(2)
  expect(procrustes({ reference: first.positions, moving: second.positions }).rotation[0]).toBeCloseTo(1, 5)
})

test('feature map: what is shown when does not change the result', async () => {
  const often = record({ frameMs: 0 })
  const rarely = record({ frameMs: 10_000 })
  for (const epoch of [0, 1]) {
    for (const { map } of [often, rarely]) {
      map.submit(featuresAt(epoch))
      await map.idle()
    }
  }
  expect(often.frames.length).toBeGreaterThan(rarely.frames.length)
  expect(rarely.frames).toEqual(rarely.settled())
  expect(often.settled()).toEqual(rarely.settled())
})

test('feature map: while one epoch is computed the newest one waits and replaces the older', async () => {
  const { map, settled } = record()
  for (const epoch of [0, 1, 2, 3]) map.submit(featuresAt(epoch))
  await map.idle()
  expect(settled().map((frame) => frame.epoch)).toEqual([0, 3])
})

test('feature map: the caller may overwrite its features after submitting', async () => {
  const [kept, reused] = [record(), record()]
  const features = featuresAt(1)
  kept.map.submit(featuresAt(1))
  reused.map.submit(features)
  features.features.fill(0)
  await Promise.all([kept.map.idle(), reused.map.idle()])
  expect(reused.settled()).toEqual(kept.settled())
})

test('feature map: a map resumed from a stored layout goes on as if it had never stopped', async () => {
  const [whole, before] = [record(), record()]
  for (const epoch of [0, 1]) {
    whole.map.submit(featuresAt(epoch))
    await whole.map.idle()
  }
  before.map.submit(featuresAt(0))
  await before.map.idle()
  const after = record({ previous: layoutsOf(before.settled()[0]) })
  after.map.submit(featuresAt(1))
  await after.map.idle()
  expect(after.settled()).toEqual(whole.settled().slice(1))
})

test('feature map: after cancel no frame follows, and the next epoch is mapped', async () => {
  const frames: MapFrame[] = []
  let first = (): void => undefined
  const begun = new Promise<void>((resolve) => {
    first = resolve
  })
  const { map } = record({
    frameMs: 1,
    onFrame: (frame) => {
      frames.push(frame)
      first()
    },
  })
  map.submit(featuresAt(0))
  await begun
  map.submit(featuresAt(1))
  map.cancel()
  await map.idle()
  map.submit(featuresAt(2))
  await map.idle()
  expect(frames.at(-1)).toMatchObject({ epoch: 2, phase: 'settled', iterations: 750 })
  expect(frames.filter((frame) => frame.epoch === 1 || (frame.epoch === 0 && frame.phase === 'settled'))).toEqual([])
})

test('feature map: a worker that dies fails its epoch only', async () => {
  const exits: ((code: number) => void)[] = []
  const dying: WorkerLike = {
    postMessage: () => undefined,
    on: (event: string, listener: never) => (event === 'exit' ? exits.push(listener) : undefined),
    terminate: async () => undefined,
  }
  const workers = [dying, channelWorker({ frameMs: 10 })]
  const { map, failures, settled } = record({ createWorker: () => workers.shift() ?? dying })
  map.submit(featuresAt(0))
  exits[0](134)
  await map.idle()
  expect(failures).toMatchObject([
    { epoch: 0, error: { code: 'internal', message: 'The map of epoch 0 stopped: the worker ended with code 134.' } },
  ])
  map.submit(featuresAt(1))
  await map.idle()
  expect(settled().map((frame) => frame.epoch)).toEqual([1])
})

test('feature map: a failure inside the worker arrives as words and leaves the map usable', async () => {
  const worker = channelWorker({ frameMs: 10 })
  const spoil: WorkerLike = {
    ...worker,
    // The worker meets features that this side would have refused.
    postMessage: (message, transfer) =>
      worker.postMessage(message.kind === 'map' && message.epoch === 0 ? { ...message, count: 119 } : message, transfer),
  }
  const { map, failures, settled } = record({ createWorker: () => spoil })
  map.submit(featuresAt(0))
  await map.idle()
  expect(failures).toMatchObject([{ epoch: 0, error: { code: 'invalid-input', message: expect.stringContaining('needs 1428') } }])
  map.submit(featuresAt(1))
  await map.idle()
  expect(settled().map((frame) => frame.epoch)).toEqual([1])
})

test('feature map: with next to no points of one domain the map is there, its A-distance is not', async () => {
  const { map, settled } = record({ domain: domain.map((_, i) => (i < 3 ? 0 : 1)) })
  map.submit(featuresAt(0))
  await map.idle()
  expect(settled()).toMatchObject([{ epoch: 0, settled: { measures: { aDistance: null, mmd: null } } }])
})

test('feature map: bad features, too few points and other points are refused at once', async () => {
  const { map } = record()
  const bad = featuresAt(0)
  bad.features[0] = Number.NaN
  expect(() => map.submit(bad)).toThrow('Row 0 of the features holds NaN')
  const other = { epoch: 0, classOf: classOf.slice(0, 60), ...blobs({ count: 60, dimensions: 12, blobs: 2, spread: 1, seed: 2 }) }
  expect(() => map.submit(other)).toThrow('A map of 120 points cannot take features of 60.')
  const greedy = record({ perplexity: 50 })
  expect(() => greedy.map.submit(featuresAt(0))).toThrow('Perplexity 50 needs more than 150 points; there are 120.')
  await map.idle()
})

test('feature map: after dispose nothing is taken and nothing is shown', async () => {
  const { map, frames } = record()
  map.submit(featuresAt(0))
  await map.dispose()
  map.submit(featuresAt(1))
  await map.idle()
  expect(frames).toEqual([])
})

test('feature map: while it is held nothing is computed; released, it computes what it would have, and only the newest epoch', async () => {
  const plain = record({ frameMs: 0 })
  plain.map.submit(featuresAt(0))
  await plain.map.idle()
  plain.map.submit(featuresAt(2))
  await plain.map.idle()

  const { map, frames, settled } = record({
    frameMs: 0,
    onFrame: (frame) => {
      frames.push(frame)
      if (frames.length === 1) map.hold()
    },
  })
  map.submit(featuresAt(0))
  await vi.waitUntil(() => frames.length > 0)
  map.submit(featuresAt(1))
  map.submit(featuresAt(2))
  // Whatever was under way when the word came has been sent once another message has gone there and back.
  await messagesPassed()
  const held = frames.length
  await messagesPassed()
  expect(frames.length).toBe(held)
  expect(settled()).toEqual([])
  map.release()
  await map.idle()
  expect(settled().map(({ epoch }) => epoch)).toEqual([0, 2])
  expect(settled().map(layoutsOf)).toEqual(plain.settled().map(layoutsOf))
})

test('feature map: one that is held can be ended', async () => {
  const { map, frames } = record()
  map.hold()
  map.submit(featuresAt(0))
  await map.dispose()
  expect(frames).toEqual([])
})

/** Resolves after what was sent on this thread's channels before has arrived, many times over. */
async function messagesPassed(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
}
