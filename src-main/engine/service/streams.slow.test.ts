import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import type { StreamStep } from '@shared/domain/live-stream'
import { RunRequest } from '@shared/domain/run'
import type { ShiftStack } from '@shared/domain/shift'
import { StreamPlan } from '@shared/domain/stream'
import { SweepPlan } from '@shared/domain/stream-sweep'
import type { Handlers } from '@shared/rpc/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import { createEngineService, type EngineService } from './engine-service'
import { openLiveStream } from './live-stream'
import { openScene } from './shift-scene'
import { writeBarsAndCrosses } from './testing/bars-and-crosses'
import { createMapWorker } from './testing/map-worker'

const size = 16
const signal = new AbortController().signal
const trialId = 'source-only-seed0'
const inverted: ShiftStack = [{ kind: 'invert', severity: 4 }]
const noisy: ShiftStack = [{ kind: 'gaussian-noise', severity: 5 }]

let root = ''
let service: EngineService
let handlers: Handlers<EngineContract>
let runId = ''
let ledgerReads = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-live-'))
  for (const [domain, seed] of [
    ['source', 1],
    ['target', 2],
  ] as const)
    await writeBarsAndCrosses(join(root, domain), { size, perClass: 24, seed })
  service = createEngineService({
    home: join(root, 'home'),
    cacheFolder: join(root, 'cache'),
    builtInFolder: join(root, 'built-in'),
    emit: (event) => {
      if (event === 'run.ledger') ledgerReads += 1
    },
    log: () => undefined,
    maps: 'last-epoch',
    createMapWorker,
  })
  handlers = service.handlers
  const request = RunRequest.parse({
    source: { kind: 'folder', path: join(root, 'source') },
    target: { kind: 'folder', path: join(root, 'target') },
    images: { imageSize: size },
    testFraction: 0.4,
    methods: ['source-only'],
    epochs: 2,
    batch: 8,
    seeds: [0],
    bare: true,
  })
  const record = await handlers['runs.start']({ studyId: null, request }, { signal })
  runId = (await service.runs.whenSettled(record.id)).id
})

afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

it('live stream: every test-time method is offered, the source model first', async () => {
  const methods = await handlers['stream.methods']({}, { signal })
  expect(methods[0]?.id).toBe('source')
  expect(methods.map(({ id }) => id)).toContain('tent')
})

it('live stream: tent changes the copy it adapts, and reset gives back the same bits and the same answers; the scene keeps its own', async () => {
  const run = await service.runs.find(runId)
  const scene = await openScene(service.domains, { run, trialId, images: 'source-test', seed: 0 }, signal)
  const stream = await openLiveStream(service.domains, { scene, run, method: 'tent', settings: { learningRate: 0.05 }, seed: 3 }, signal)
  const digest = (): string => {
    const hash = createHash('sha256')
    for (const [name, variable] of stream.adapted) hash.update(name).update(Buffer.from(variable.dataSync().slice().buffer))
    return hash.digest('hex')
  }
  const before = digest()
  const first = [stream.step(inverted), stream.step(noisy)].map(untimed)
  expect(digest()).not.toBe(before)
  stream.reset()
  expect(digest()).toBe(before)
  expect([stream.step(inverted), stream.step(noisy)].map(untimed)).toEqual(first)
  const untouched = await openScene(service.domains, { run, trialId, images: 'source-test', seed: 0 }, signal)
  expect((await scene.measure(noisy, signal)).entropy).toEqual((await untouched.measure(noisy, signal)).entropy)
  untouched.dispose()
  scene.dispose()
})

it('live stream: the source model answers as the scene does, with and without adaptation alike, and no target label is read', async () => {
  const reads = ledgerReads
  const { sceneId, count } = await openSceneByCommand()
  const stream = await handlers['stream.open']({ sceneId, method: 'source', settings: {}, seed: 0 }, { signal })
  expect(stream.batch).toBe(count)
  const step = await handlers['stream.step']({ streamId: stream.streamId, shifts: noisy }, { signal })
  const readings = await handlers['shift.measure']({ sceneId, shifts: noisy }, { signal })
  expect(step).toMatchObject({ step: 1, event: null, notes: [] })
  expect(step.errorPct).toBe(step.withoutAdaptation.errorPct)
  expect(step.errorPct).toBeCloseTo(100 - (readings.accuracyPct?.value ?? -1), 6)
  expect(step.entropy).toBeCloseTo(readings.meanEntropy, 4)
  expect(ledgerReads).toBe(reads)
  await handlers['shift.close']({ sceneId }, { signal })
})

it('live stream: closing it, or its scene, leaves no tensor behind and says so when asked again', async () => {
  const before = tf.memory().numTensors
  const { sceneId } = await openSceneByCommand()
  const withScene = tf.memory().numTensors
  const open = () => handlers['stream.open']({ sceneId, method: 'tent', settings: {}, seed: 0 }, { signal })
  const first = await open()
  await handlers['stream.step']({ streamId: first.streamId, shifts: noisy }, { signal })
  await handlers['stream.close']({ streamId: first.streamId }, { signal })
  expect(tf.memory().numTensors).toBe(withScene)
  const second = await open()
  await handlers['stream.step']({ streamId: second.streamId, shifts: [] }, { signal })
  await handlers['shift.close']({ sceneId }, { signal })
  expect(tf.memory().numTensors).toBe(before)
  await expect(async () => handlers['stream.step']({ streamId: second.streamId, shifts: [] }, { signal })).rejects.toMatchObject({
    code: 'not-found',
  })
})

it('live stream: a method or a setting that is not there is named, and nothing is left open', async () => {
  const { sceneId } = await openSceneByCommand()
  const before = tf.memory().numTensors
  const open = (method: string, settings: Readonly<Record<string, number>>) => async () =>
    handlers['stream.open']({ sceneId, method, settings, seed: 0 }, { signal })
  await expect(open('tint', {})).rejects.toThrow('There is no test-time method named "tint"')
  await expect(open('tent', { learningrate: 1 })).rejects.toThrow('There is no setting named "learningrate"')
  expect(tf.memory().numTensors).toBe(before)
  await handlers['shift.close']({ sceneId }, { signal })
})

it('live stream: the cloud is the scene’s own before anything was learnt; layers move from the source with learning and come back with a reset', async () => {
  const { sceneId } = await openSceneByCommand()
  const open = (method: string, settings = {}) => handlers['stream.open']({ sceneId, method, settings, seed: 0 }, { signal })
  const source = await open('source')
  const cloud = await handlers['stream.place']({ streamId: source.streamId, shifts: noisy }, { signal })
  const places = await handlers['shift.place']({ sceneId, shifts: noisy }, { signal })
  cloud.places.positions.forEach((value, at) => {
    expect(value).toBeCloseTo(places.positions[at], 3)
  })
  expect((await handlers['stream.step']({ streamId: source.streamId, shifts: noisy }, { signal })).layers).toEqual([])

  const { streamId } = await open('tent', { learningRate: 0.05 })
  const step = () => handlers['stream.step']({ streamId, shifts: noisy }, { signal })
  const [first, second] = [await step(), await step()]
  expect(first.layers.map(({ name }) => name)).toEqual(['features/bn1', 'features/bn2', 'head/bn1', 'head/bn2'])
  // What a step tells of is the network after its update.
  expect(first.layers.every(({ parameterPct, statistics }) => (parameterPct ?? 0) > 0 && (statistics ?? 0) > 0)).toBe(true)
  expect(second.layers[0].parameterPct).toBeGreaterThan(first.layers[0].parameterPct ?? 0)
  const moved = await handlers['stream.place']({ streamId, shifts: noisy }, { signal })
  expect([...moved.places.positions]).not.toEqual([...cloud.places.positions])
  await handlers['stream.reset']({ streamId }, { signal })
  expect((await step()).layers).toEqual(first.layers)
  await handlers['shift.close']({ sceneId }, { signal })
})

it('stream: each subfolder is a shift, labels are read on the record, and the kept model is a run that streams on', async () => {
  const data = join(root, 'weather')
  await writeBarsAndCrosses(join(data, 'fog'), { size, perClass: 6, seed: 5 })
  await writeBarsAndCrosses(join(data, 'night'), { size, perClass: 5, seed: 6 })
  const plan = StreamPlan.parse({ method: 'tent', order: 'subfolders', batch: 8, settings: { learningRate: 0.01 } })
  const job = { jobId: 'j', runId, trialId, data, plan, keep: true }
  const result = await handlers['stream.run'](job, { signal })
  expect(result.perShift.map(({ kind, severity, images }) => [kind, severity, images])).toEqual([
    ['fog', null, 12],
    ['night', null, 10],
  ])
  expect(result.errorPct).not.toBeNull()
  expect(result.ledger.targetLabelReads).toBe(2)
  const { ledger } = await handlers['runs.get']({ runId }, { signal })
  expect(ledger.filter(({ place }) => place === 'stream').map(({ labels }) => labels)).toEqual([12, 10])
  const kept = (await handlers['runs.list']({}, { signal })).find(({ folder }) => folder === result.savedAs)
  expect(kept).toMatchObject({ status: 'done', trials: [{ id: trialId }] })
  const again = await handlers['stream.run'](
    { ...job, runId: String(kept?.id), plan: StreamPlan.parse({ method: 'source', order: 'subfolders' }), keep: false },
    { signal },
  )
  expect(again).toMatchObject({ images: 22, savedAs: null })
  await expect(handlers['stream.run']({ ...job, data: null, keep: false }, { signal })).rejects.toMatchObject({
    code: 'invalid-input',
    field: 'order',
  })
})

it('sweep: the map has every cell, and asked again it streams nothing', async () => {
  const plan = SweepPlan.parse({ method: 'bn-adapt', batches: [2, 8], labelShifts: [0.01, null], images: 16, stacks: [noisy] })
  const job = { jobId: 'j', runId, trialId, data: null, plan }
  const before = tf.memory().numTensors
  const first = await handlers['stream.sweep'](job, { signal })
  expect(first.cells.map(({ batch, labelShift }) => [batch, labelShift])).toEqual([
    [2, 0.01],
    [8, 0.01],
    [2, null],
    [8, null],
  ])
  expect(first).toMatchObject({ methodLabel: 'BN-adapt', images: 'source test images', ledger: { targetLabelReads: 0 } })
  const stopped = AbortSignal.abort()
  expect(await handlers['stream.sweep'](job, { signal: stopped })).toEqual(first)
  await expect(handlers['stream.sweep']({ ...job, plan: { ...plan, seeds: [0, 1] } }, { signal: stopped })).rejects.toThrow(
    'stopped after 4 of 8 streams',
  )
  expect(tf.memory().numTensors).toBe(before)
})

function openSceneByCommand() {
  return Promise.resolve(handlers['shift.open']({ runId, trialId, images: 'source-test', seed: 0 }, { signal }))
}

/** All of a step but how long it took. */
function untimed({ tookMs: _, ...rest }: StreamStep): Omit<StreamStep, 'tookMs'> {
  return rest
}
