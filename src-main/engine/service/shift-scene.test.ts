import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import type { DomainSource } from '@shared/domain/dataset'
import { Preparation } from '@shared/domain/preparation'
import { RunRequest } from '@shared/domain/run'
import type { ShiftScene } from '@shared/domain/shift-scene'
import type { Handlers } from '@shared/rpc/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Rank, tf } from '../backend/tensorflow'
import { startSmallDann } from '../training/testing/small-dann'
import { createEngineService, type EngineService } from './engine-service'
import { holdPass } from './scene-pass'
import { writeBarsAndCrosses } from './testing/bars-and-crosses'
import { createMapWorker } from './testing/map-worker'

const size = 8
const signal = new AbortController().signal
const noise = [
  { kind: 'gaussian-noise', severity: 5 },
  { kind: 'invert', severity: 3.5 },
]

let root = ''
let service: EngineService
let handlers: Handlers<EngineContract>
let runId = ''
let scene: ShiftScene
const ledger: unknown[] = []

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-scene-'))
  await writeBarsAndCrosses(join(root, 'source'), { size, perClass: 24, seed: 1 })
  await writeBarsAndCrosses(join(root, 'target'), { size, perClass: 24, seed: 2 })
  service = createEngineService({
    home: join(root, 'home'),
    cacheFolder: join(root, 'cache'),
    builtInFolder: join(root, 'built-in'),
    emit: (event, payload) => {
      if (event === 'run.ledger') ledger.push(payload)
    },
    log: () => undefined,
    maps: 'last-epoch',
    createMapWorker,
  })
  handlers = service.handlers
  const request = RunRequest.parse({
    source: folder('source'),
    target: folder('target'),
    images: { imageSize: size },
    testFraction: 0.4,
    methods: ['source-only'],
    backbone: 'mlp',
    epochs: 6,
    batch: 8,
    seeds: [0],
    bare: true,
  })
  const record = await handlers['runs.start']({ studyId: null, request }, { signal })
  runId = (await service.runs.whenSettled(record.id)).id
  scene = await open()
})

afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

it('scene: opens on source test images with their labels and the map of the checkpoint', () => {
  expect(scene).toMatchObject({
    method: 'source-only',
    epoch: 6,
    images: 'source-test',
    size,
    map: 'trial',
    classNames: ['bars', 'crosses'],
  })
  expect(new Set(scene.labels)).toEqual(new Set([0, 1]))
  expect(scene.reference.positions).toHaveLength(2 * scene.reference.labels.length)
})

it('scene: unshifted, the accuracy is that of the run, nothing has left its class, no distance, and every point lies where the map has it', async () => {
  const [readings, places] = [await measure([]), await place([])]
  const { result } = await handlers['runs.get']({ runId }, { signal })
  expect(readings.accuracyPct?.value).toBeCloseTo(result?.runs[0]?.lastCheckpoint.sourceAccuracyPct ?? -1, 6)
  expect(readings.accuracyPct?.low).toBeLessThan(readings.accuracyPct?.value ?? 0)
  expect(places.left).toBe(0)
  // Test images come first among the map's source points.
  const { positions } = scene.reference
  const extent = Math.max(...positions) - Math.min(...positions)
  for (let at = 0; at < places.positions.length; at++) {
    expect(Math.abs(places.positions[at] - positions[at])).toBeLessThan(0.005 * extent)
  }
})

it('scene: noise over a half inverted image lowers accuracy, raises entropy and the distance, and moves points', async () => {
  const [before, after] = [await measure([]), await measure(noise)]
  const [home, away] = [await place([]), await place(noise)]
  expect(after.accuracyPct?.value).toBeLessThan(before.accuracyPct?.value ?? 0)
  expect(after.meanEntropy).toBeGreaterThan(before.meanEntropy)
  expect(away.discrepancy).toBeGreaterThan(home.discrepancy + 0.05)
  expect(away.positions).not.toEqual(home.positions)
})

it('scene: the same stack gives the same answer, and severity 0 the same as no shift', async () => {
  const first = await measure(noise)
  await measure([{ kind: 'rotation', severity: 2 }])
  await measure([{ kind: 'rotation', severity: 3 }])
  await measure([{ kind: 'rotation', severity: 4 }])
  expect((await measure(noise)).confidence).toEqual(first.confidence)
  expect((await measure([{ kind: 'hue', severity: 0 }])).confidence).toEqual((await measure([])).confidence)
})

it('scene: images come as RGBA, by index', async () => {
  const { pixels } = await handlers['shift.images']({ sceneId: scene.sceneId, shifts: noise, indices: [0, 3] }, { signal })
  expect(pixels).toHaveLength(2 * size * size * 4)
  expect(pixels[3]).toBe(255)
  await expect(async () =>
    handlers['shift.images']({ sceneId: scene.sceneId, shifts: [], indices: [999] }, { signal }),
  ).rejects.toMatchObject({
    field: 'indices',
  })
})

it('scene: a position that is no longer wanted is given up', async () => {
  const abort = new AbortController()
  const pending = Promise.resolve(
    handlers['shift.measure']({ sceneId: scene.sceneId, shifts: [{ kind: 'jpeg', severity: 5 }] }, { signal: abort.signal }),
  )
  abort.abort()
  await expect(pending).rejects.toMatchObject({ code: 'cancelled' })
})

it('scene: target images have no labels, no accuracy, and cost no read of the ledger', async () => {
  const target = await open('target-test')
  expect(new Set(target.labels)).toEqual(new Set([-1]))
  const reads = ledger.length
  const readings = await handlers['shift.measure']({ sceneId: target.sceneId, shifts: noise }, { signal })
  expect(readings.accuracyPct).toBeNull()
  expect(readings.meanConfidencePct).toBeGreaterThan(0)
  expect(ledger).toHaveLength(reads)
  await handlers['shift.close']({ sceneId: target.sceneId }, { signal })
  await expect(async () => handlers['shift.measure']({ sceneId: target.sceneId, shifts: [] }, { signal })).rejects.toMatchObject({
    code: 'not-found',
  })
})

it('scene: opening, looking and closing leaves no tensor behind', async () => {
  const before = tf.memory().numTensors
  const other = await open()
  await handlers['shift.place']({ sceneId: other.sceneId, shifts: noise }, { signal })
  await handlers['shift.close']({ sceneId: other.sceneId }, { signal })
  expect(tf.memory().numTensors).toBe(before)
})

it('scene: a trial that is not there is named', async () => {
  await expect(async () =>
    handlers['shift.open']({ runId, trialId: 'dann-seed9', images: 'source-test', seed: 0 }, { signal }),
  ).rejects.toThrow('The run has no trial "dann-seed9"')
})

it('preview: needs no model, shows before and after, and brightness raises the mean', async () => {
  const preview = await handlers['shift.preview'](
    {
      source: folder('source'),
      role: 'source',
      images: { imageSize: size },
      shifts: [{ kind: 'brightness', severity: 5 }],
      seed: 0,
      count: 5,
    },
    { signal },
  )
  expect(preview).toMatchObject({ size, count: 5 })
  expect(preview.before).toHaveLength(5 * size * size * 4)
  expect(preview.statistics.after.mean).toBeGreaterThan(preview.statistics.before.mean + 0.2)
})

it('preview: images are shown as the study feeds them', async () => {
  const ask = { source: folder('source'), role: 'source', images: { imageSize: size }, shifts: [], seed: 0, count: 5 } as const
  const asStored = await handlers['shift.preview']({ ...ask, shifts: [] }, { signal })
  const inverted = await handlers['shift.preview']({ ...ask, shifts: [], preparation: Preparation.parse({ invert: true }) }, { signal })
  expect(inverted.statistics.before.mean).toBeCloseTo(1 - asStored.statistics.before.mean, 2)
})

function open(images: 'source-test' | 'target-test' = 'source-test'): Promise<ShiftScene> {
  return Promise.resolve(handlers['shift.open']({ runId, trialId: 'source-only-seed0', images, seed: 0 }, { signal }))
}

function measure(shifts: typeof noise) {
  return Promise.resolve(handlers['shift.measure']({ sceneId: scene.sceneId, shifts }, { signal }))
}

function place(shifts: typeof noise) {
  return Promise.resolve(handlers['shift.place']({ sceneId: scene.sceneId, shifts }, { signal }))
}

function folder(name: string): DomainSource {
  return { kind: 'folder', path: join(root, name) }
}

it('scene: a pass of many images goes through a frozen graph and sees what the network sees; one of another size too', () => {
  const session = startSmallDann(1)
  const before = tf.memory().numTensors
  const images = tf.randomUniform<Rank.R4>([120, 16, 16, 3], 0, 1, 'float32', 3)
  const held = holdPass(session, 'target', images)
  tf.tidy(() => {
    for (const x of [images, tf.slice4d(images, [7, 0, 0, 0], [9, 16, 16, 3])]) {
      const { features, logits } = held.run(x)
      const own = session.features(x, 'target')
      expect(features.shape).toEqual(own.shape)
      expect(tf.max(tf.abs(tf.sub(features, own))).dataSync()[0]).toBeLessThan(1e-3)
      const scores = session.network.head.forward(own, { training: false, domain: 'source' })
      expect(tf.max(tf.abs(tf.sub(logits, scores))).dataSync()[0]).toBeLessThan(1e-3)
    }
  })
  held.dispose()
  images.dispose()
  expect(tf.memory().numTensors).toBe(before)
  session.dispose()
})
