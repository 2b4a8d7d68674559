import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import type { RunRecord } from '@shared/domain/run'
import { RunRequest } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { tf } from '../backend/tensorflow'
import { validators } from '../evaluation/validators/registry'
import { createRandom } from '../nn/random'
import { createEngineService, type EngineService } from './engine-service'
import { createMapWorker } from './testing/map-worker'

const size = 8
const perClass = 24
const signal = new AbortController().signal

let root = ''
let service: EngineService
let handlers: Handlers<EngineContract>
const events: { readonly event: string; readonly payload: unknown }[] = []
const eventListeners = new Set<() => void>()

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-service-'))
  await writeDomain(join(root, 'source'), { seed: 1, tint: [1, 1, 1] })
  await writeDomain(join(root, 'target'), { seed: 2, tint: [1, 0.6, 0.3] })
  service = openService()
  handlers = service.handlers
})

afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

describe('a run', () => {
  it('run: leaves a readable folder with record, metrics, ledger, result, card and report', async () => {
    const record = await runToEnd(request({ methods: ['dann'], seeds: [0] }))
    expect(record.status).toBe('done')
    expect(record.trials.map((trial) => trial.id)).toEqual(['dann-seed0', 'source-only-seed0', 'target-oracle-seed0'])
    expect(await readdir(record.folder)).toEqual(
      expect.arrayContaining(['card.md', 'ledger.jsonl', 'log.jsonl', 'report.html', 'result.json', 'run.json', 'trials']),
    )
    const { result, ledger } = await handlers['runs.get']({ runId: record.id }, { signal })
    expect(result?.runs).toHaveLength(3)
    expect(result?.runs.every((run) => run.lastCheckpoint.epoch === 2 && run.lastCheckpoint.targetAccuracyPct !== null)).toBe(true)
    expect(ledger.map((entry) => entry.kind)).toEqual(['fenced', 'report'])
    expect(result?.ledger.targetLabelReads).toBe(2)
    expect(Object.keys(result?.runs[0].validators ?? {})).toEqual(validators.map(({ id }) => id))
    expect(result?.runs[0].target?.confusion.flat().reduce((sum, count) => sum + count)).toBeGreaterThan(0)
    const metrics = await handlers['runs.metrics']({ runId: record.id, trialId: 'dann-seed0' }, { signal })
    expect(new Set(metrics.map((point) => point.name))).toEqual(
      new Set([
        'sourceAccuracyPct',
        'targetConfidencePct',
        'targetLargestClassPct',
        ...validators.map(({ id }) => `validator.${id}`),
        'classLoss',
        'domainLoss',
        'domainAccuracyPct',
        'lambda',
        'learningRate',
        'imagesPerSecond',
      ]),
    )
    const html = await readFile(join(record.folder, 'report.html'), 'utf8')
    expect(html).toContain('Reads of target labels')
    expect(html.match(/<figcaption>[^<]*, epoch 2/g)).toHaveLength(3)
  })

  it('confusions: the images of a cell are those that its seeds mistake, and the look at them stands in the ledger', async () => {
    const record = await runToEnd(request({ methods: ['source-only'], epochs: 1 }))
    const { result } = await handlers['runs.get']({ runId: record.id }, { signal })
    const confusion = result?.runs[0].target?.confusion ?? []
    for (const [truth, row] of confusion.entries()) {
      for (const [predicted, count] of row.entries()) {
        const cell = { runId: record.id, method: 'source-only', truth, predicted, purpose: 'see the mistakes', most: 3 }
        const found = await handlers['runs.confusionImages'](cell, { signal })
        expect(found.total).toBe(count)
        expect(found.images).toHaveLength(Math.min(3, count))
      }
    }
    const { ledger } = await handlers['runs.get']({ runId: record.id }, { signal })
    expect(ledger.filter((entry) => entry.kind === 'gallery' && entry.purpose === 'see the mistakes')).toHaveLength(confusion.flat().length)
    const strange = { runId: record.id, method: 'dann', truth: 0, predicted: 0, purpose: 'see', most: 3 }
    await expect(handlers['runs.confusionImages'](strange, { signal })).rejects.toThrow('The run has not trained dann.')
  })

  it('run: the same request gives the same weights', async () => {
    const [first, second] = [await weightsOf(request({})), await weightsOf(request({}))]
    expect(second).toBe(first)
  })

  it('run: an unlabelled target is trained on without oracle, figures or label reads', async () => {
    await mkdir(join(root, 'flat'), { recursive: true })
    for (const name of await readdir(join(root, 'target', 'bars'))) {
      await writeFile(join(root, 'flat', name), await readFile(join(root, 'target', 'bars', name)))
    }
    const record = await runToEnd(request({ target: folder('flat'), bare: false }))
    const { result } = await handlers['runs.get']({ runId: record.id }, { signal })
    expect(record.trials.map((trial) => trial.method)).toEqual(['dann', 'source-only'])
    expect(result?.summary.dann.meanPct).toBeNull()
    expect(result?.ledger.targetLabelReads).toBe(0)
  })

  it('run: a cancelled one goes on from its checkpoint to the same weights as one that was never stopped', async () => {
    const straight = await weightsOf(request({ epochs: 4 }))
    const started = await handlers['runs.start']({ studyId: null, request: request({ epochs: 4 }) }, { signal })
    await until(() => latest('run.progress', started.id) !== undefined)
    await handlers['runs.cancel']({ runId: started.id }, { signal })
    const stopped = await service.runs.whenSettled(started.id)
    expect(stopped.status).toBe('cancelled')
    await handlers['runs.resume']({ runId: started.id }, { signal })
    const record = await service.runs.whenSettled(started.id)
    expect(record.status).toBe('done')
    expect(await weightsIn(record)).toBe(straight)
  })

  it('run: pausing holds it with a checkpoint, resuming finishes it', async () => {
    const started = await handlers['runs.start']({ studyId: null, request: request({ epochs: 4 }) }, { signal })
    await until(() => latest('run.progress', started.id) !== undefined)
    await handlers['runs.pause']({ runId: started.id }, { signal })
    await until(() => (latest('run.changed', started.id) as RunRecord | undefined)?.status === 'paused')
    expect((await readdir(join(started.folder, 'trials', 'dann-seed0', 'checkpoints'))).length).toBeGreaterThan(0)
    await handlers['runs.resume']({ runId: started.id }, { signal })
    expect((await service.runs.whenSettled(started.id)).status).toBe('done')
  })

  it('run: a schedule changed while it trains holds from then on, and a run that finds the change in its folder repeats it', async () => {
    const started = await handlers['runs.start']({ studyId: null, request: request({ epochs: 4 }) }, { signal })
    const trial = { runId: started.id, trialId: 'dann-seed0' }
    await until(() => latest('run.progress', started.id) !== undefined)
    await handlers['runs.pause']({ runId: started.id }, { signal })
    await until(() => (latest('run.changed', started.id) as RunRecord | undefined)?.status === 'paused')
    const points = [{ progress: 0, value: 0.25 }]
    await expect((async () => handlers['schedules.edit']({ ...trial, name: 'mu', points }, { signal }))()).rejects.toThrow(
      'no schedule named "mu"',
    )
    const planned = await handlers['schedules.edit']({ ...trial, name: 'lambda', points }, { signal })
    expect(planned.find((curve) => curve.name === 'lambda')?.value.at(-1)).toBe(0.25)
    await handlers['runs.resume']({ runId: started.id }, { signal })
    const changed = await service.runs.whenSettled(started.id)
    const metrics = await handlers['runs.metrics'](trial, { signal })
    expect(metrics.filter((point) => point.name === 'lambda').at(-1)?.value).toBe(0.25)
    expect(await handlers['schedules.planned'](trial, { signal })).toEqual([])

    const edits = join('trials', 'dann-seed0', 'schedule-edits.jsonl')
    const again = join(root, 'with-edits')
    // A folder of ours that is free again, so that it may hold something already.
    await runToEnd(request({ target: folder('nowhere') }), again)
    await mkdir(join(again, 'trials', 'dann-seed0'), { recursive: true })
    await writeFile(join(again, edits), await readFile(join(changed.folder, edits)))
    const repeated = await runToEnd(request({ epochs: 4 }), again)
    expect(await weightsIn(repeated)).toBe(await weightsIn(changed))
    expect(await weightsOf(request({ epochs: 4 }))).not.toBe(await weightsIn(changed))
  })

  it('run: a schedule drawn in the request replaces the method’s own, and one it does not have is refused', async () => {
    const schedules = { lambda: [{ progress: 0, value: 0.5 }] }
    const record = await runToEnd(request({ epochs: 1, schedules }))
    const metrics = await handlers['runs.metrics']({ runId: record.id, trialId: 'dann-seed0' }, { signal })
    expect(new Set(metrics.flatMap((point) => (point.name === 'lambda' ? [point.value] : [])))).toEqual(new Set([0.5]))
    const refused = await runToEnd(request({ epochs: 1, schedules: { mu: schedules.lambda } }))
    expect(refused.failure?.message).toContain('no schedule named "mu"')
  })

  it('run: one left behind by a dead process is marked interrupted and can be resumed', async () => {
    const record = await runToEnd(request({ epochs: 1 }))
    const runFolder = new RunFolder(record.folder)
    await runFolder.writeRecord({
      ...record,
      status: 'running',
      finishedAt: null,
      trials: record.trials.map((trial) => ({ ...trial, status: 'running' })),
    })
    await writeFile(runFolder.lockFile, JSON.stringify({ pid: process.pid, started: 'long ago' }))
    const listed = (await handlers['runs.list']({}, { signal })).find((one) => one.id === record.id)
    expect(listed?.status).toBe('interrupted')
    await handlers['runs.resume']({ runId: record.id }, { signal })
    expect((await service.runs.whenSettled(record.id)).status).toBe('done')
  })
})

describe('what can go wrong on disk', () => {
  it('run: a trial whose outcome was lost is finished again from its checkpoint', async () => {
    const record = await runToEnd(request({ epochs: 2 }))
    const weights = await weightsIn(record)
    const runFolder = new RunFolder(record.folder)
    await rm(runFolder.trial('dann-seed0').outcomeFile)
    await runFolder.writeRecord({ ...record, status: 'failed' })
    await handlers['runs.resume']({ runId: record.id }, { signal })
    const again = await service.runs.whenSettled(record.id)
    expect(again.status).toBe('done')
    expect(await weightsIn(again)).toBe(weights)
  })

  it('run: metrics that cannot be written end the run with a failure, not the process', async () => {
    const path = join(root, 'unwritable')
    // A folder of ours that is free again, so that it may hold something already.
    await runToEnd(request({ target: folder('nowhere') }), path)
    await mkdir(join(path, 'trials', 'dann-seed0', 'metrics.jsonl'), { recursive: true })
    const started = await handlers['runs.start']({ studyId: null, request: request({}), folder: path }, { signal })
    const record = await service.runs.whenSettled(started.id)
    expect(record.status).toBe('failed')
    expect(record.failure?.message).toMatch(/EISDIR|directory/)
    expect((await runToEnd(request({ epochs: 1 }))).status).toBe('done')
  })

  it('run: while one engine trains it, another one can neither resume it nor take it for interrupted', async () => {
    const started = await handlers['runs.start']({ studyId: null, request: request({ epochs: 4 }) }, { signal })
    await until(() => latest('run.progress', started.id) !== undefined)
    const other = openService()
    const seen = (await other.handlers['runs.list']({}, { signal })).find((one) => one.id === started.id)
    expect(seen?.status).toBe('running')
    await expect(other.handlers['runs.resume']({ runId: started.id }, { signal })).rejects.toMatchObject({ code: 'busy' })
    await other.shutdown()
    expect((await service.runs.whenSettled(started.id)).status).toBe('done')
  })

  it('run: a moved folder opens with its report where it is now', async () => {
    const record = await runToEnd(request({ epochs: 1 }))
    const moved = join(root, 'moved')
    await rename(record.folder, moved)
    const opened = await handlers['runs.open']({ folder: moved }, { signal })
    const { result } = await handlers['runs.get']({ runId: opened.id }, { signal })
    expect(result).toMatchObject({ folder: moved, report: join(moved, 'report.html') })
  })
})

describe('target labels', () => {
  it('vault: shuffling the target labels on disk leaves the weights bit-identical', async () => {
    const before = await weightsOf(request({ target: folder('target') }))
    const files = await readdir(join(root, 'target', 'bars'))
    await shuffleClasses(join(root, 'target'))
    expect(await readdir(join(root, 'target', 'bars'))).not.toEqual(files)
    // A service and a decode cache that have never seen the folder.
    const fresh = openService('fresh')
    const started = await fresh.handlers['runs.start']({ studyId: null, request: request({ target: folder('target') }) }, { signal })
    expect(await weightsIn(await fresh.runs.whenSettled(started.id))).toBe(before)
    await fresh.shutdown()
  })
})

describe('requests that cannot be met', () => {
  it('request: an unknown setting is refused with the known ones', async () => {
    await expect(start(request({ settings: { lamdaMax: '1' } }))).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('lambdaMax'),
    })
  })
  it('request: an image size the backbone does not take is refused with one that fits', async () => {
    await expect(start(request({ backbone: 'digits-cnn-bn', images: { imageSize: 200 } }))).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'imageSize',
    })
  })
  it('request: a folder that already holds a run is left alone', async () => {
    const record = await runToEnd(request({ epochs: 1 }))
    await expect(handlers['runs.start']({ studyId: null, request: request({}), folder: record.folder }, { signal })).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'out',
    })
  })
  it('request: a folder that holds other files is left alone, the images themselves among them', async () => {
    const before = await readdir(join(root, 'source'))
    await expect(start(request({}), join(root, 'source'))).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'out',
      message: expect.stringContaining('is not empty'),
    })
    expect(await readdir(join(root, 'source'))).toEqual(before)
  })
  it('request: the folder of a run that failed before it trained is free for a mended request', async () => {
    const out = join(root, 'mended')
    const first = await runToEnd(request({ target: folder('nowhere') }), out)
    expect(first.failure?.code).toBe('not-found')
    const second = await runToEnd(request({ epochs: 1 }), out)
    expect(second).toMatchObject({ status: 'done', folder: out, failure: null })
    const { log } = await handlers['runs.get']({ runId: second.id }, { signal })
    expect(log.map((line) => line.level)).not.toContain('bad')
  })
  it('request: a folder that cannot be written to is named, with what to do', async () => {
    await writeFile(join(root, 'a-file'), '')
    for (const out of [join(root, 'a-file'), join(root, 'a-file', 'below')]) {
      await expect(handlers['runs.start']({ studyId: null, request: request({}), folder: out }, { signal })).rejects.toMatchObject({
        code: 'invalid-input',
        field: 'out',
        message: expect.stringContaining(out),
      })
    }
  })
  it('request: what is notable about the images without stopping the run stands in its log', async () => {
    await mkdir(join(root, 'renamed'), { recursive: true })
    await writeDomain(join(root, 'renamed'), { seed: 2, tint: [1, 0.6, 0.3] })
    const [first] = await readdir(join(root, 'renamed'))
    await rename(join(root, 'renamed', first), join(root, 'renamed', 'other'))
    const record = await runToEnd(request({ target: folder('renamed'), epochs: 1 }))
    const { log } = await handlers['runs.get']({ runId: record.id }, { signal })
    expect(log).toContainEqual(
      expect.objectContaining({ level: 'warn', text: expect.stringContaining(`source has '${first}', target 'other'`) }),
    )
  })
  it('request: a source with one class fails with what to do, and the next run goes on', async () => {
    await mkdir(join(root, 'single'), { recursive: true })
    await rename(join(root, 'flat'), join(root, 'single', 'only'))
    const failed = await runToEnd(request({ source: folder('single') }))
    expect(failed.status).toBe('failed')
    expect(failed.failure?.code).toBe('invalid-input')
    expect((await runToEnd(request({ epochs: 1 }))).status).toBe('done')
  })
})

describe('runs and studies', () => {
  it('queue: waiting runs are trained in the order they are put into, and the active one keeps its place', async () => {
    const start = (name: string) =>
      handlers['runs.start']({ studyId: null, name, request: request({ methods: ['source-only'], seeds: [0], bare: true }) }, { signal })
    const [first, second, third] = [await start('first'), await start('second'), await start('third')]
    expect(await handlers['runs.queue']({}, { signal })).toEqual({ runIds: [first.id, second.id, third.id] })
    expect(await handlers['runs.move']({ runId: third.id, before: second.id }, { signal })).toEqual({
      runIds: [first.id, third.id, second.id],
    })
    expect(() => handlers['runs.move']({ runId: first.id, before: null }, { signal })).toThrow('The run that is training keeps its place.')
    const records = []
    for (const run of [first, second, third]) records.push(await service.runs.whenSettled(run.id))
    expect(records.map((record) => record.status)).toEqual(['done', 'done', 'done'])
    expect(Date.parse(records[2].finishedAt ?? '')).toBeLessThanOrEqual(Date.parse(records[1].startedAt ?? ''))
  })
  it('runs: a removed run is gone from the list until it is restored', async () => {
    const record = await runToEnd(request({ epochs: 1 }))
    await handlers['runs.remove']({ runId: record.id }, { signal })
    const ids = async (): Promise<string[]> => (await handlers['runs.list']({}, { signal })).map((one) => one.id)
    expect(await ids()).not.toContain(record.id)
    await handlers['runs.restore']({ runId: record.id }, { signal })
    expect(await ids()).toContain(record.id)
  })

  it('studies: keep their changes, and come back with their runs after removal', async () => {
    const data = { source: folder('source'), target: folder('target'), images: { imageSize: size }, testFraction: 0.25 }
    const study = await handlers['studies.create']({ name: 'Bars & crosses', data, demo: false }, { signal })
    const started = await handlers['runs.start']({ studyId: study.id, request: request({ epochs: 1 }) }, { signal })
    await expect(async () => handlers['studies.remove']({ studyId: study.id }, { signal })).rejects.toMatchObject({ code: 'busy' })
    await service.runs.whenSettled(started.id)
    await handlers['studies.update']({ studyId: study.id, name: 'Renamed' }, { signal })
    await handlers['studies.remove']({ studyId: study.id }, { signal })
    expect((await handlers['studies.list']({}, { signal })).map((one) => one.id)).not.toContain(study.id)
    expect((await handlers['studies.restore']({ studyId: study.id }, { signal })).name).toBe('Renamed')
    expect((await handlers['runs.list']({}, { signal })).map((one) => one.id)).toContain(started.id)
  })

  it('maps: the settled frame of the last epoch can be opened, with neighbours', async () => {
    const record = await runToEnd(request({ epochs: 1 }))
    const ref = { runId: record.id, trialId: 'dann-seed0' }
    const { points, checkpoints } = await handlers['embedding.open'](ref, { signal })
    expect(checkpoints.map((one) => one.epoch)).toEqual([1])
    const frame = await handlers['embedding.frame']({ ...ref, epoch: 1, method: 'tsne' }, { signal })
    expect(frame.positions.length).toBe(2 * (points?.domain.length ?? 0))
    const plain = await handlers['embedding.frame']({ ...ref, epoch: 1, method: 'pca' }, { signal })
    expect(plain).toMatchObject({ method: 'pca', kl: null, trustworthiness: null, prediction: frame.prediction })
    expect(plain.positions).not.toEqual(frame.positions)
    const neighbours = await handlers['embedding.neighbours']({ ...ref, epoch: 1, point: 0, count: 4 }, { signal })
    expect(neighbours).toHaveLength(4)
    expect(neighbours.map((one) => one.distance)).toEqual(neighbours.map((one) => one.distance).sort((a, b) => a - b))
  })

  it('alignment: measures and agreement come with the frame, swaps are held against source-only, contents name images', async () => {
    const record = await runToEnd(request({ epochs: 1, bare: false }))
    const ref = { runId: record.id, trialId: 'dann-seed0' }
    const { points, checkpoints } = await handlers['embedding.open'](ref, { signal })
    expect(checkpoints[0]).toMatchObject({ agreement: expect.any(Number), measures: { mmd: { value: expect.any(Number) } } })
    const { reference, checkpoints: swaps } = await handlers['alignment.swaps'](ref, { signal })
    expect([reference, swaps.map((one) => one.epoch)]).toEqual(['source-only-seed0', [1]])
    expect((await handlers['alignment.swaps']({ ...ref, trialId: 'source-only-seed0' }, { signal })).reference).toBe(null)
    const target = points?.domain.indexOf(1) ?? 0
    const contents = await handlers['alignment.contents']({ ...ref, points: [0, target] }, { signal })
    expect([contents.source.length, contents.target.length]).toEqual([1, 1])
    await expect(async () => handlers['alignment.boundary']({ ...ref, cells: 8 }, { signal })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})

function openService(name = ''): EngineService {
  return createEngineService({
    home: join(root, `home${name}`),
    cacheFolder: join(root, `cache${name}`),
    builtInFolder: join(root, 'built-in'),
    emit(event, payload) {
      events.push({ event, payload })
      for (const listener of eventListeners) listener()
    },
    log: () => undefined,
    maps: 'last-epoch',
    createMapWorker,
  })
}

function folder(name: string): RunRequest['source'] {
  return { kind: 'folder', path: join(root, name) }
}

function request(patch: Partial<RunRequest>): RunRequest {
  return RunRequest.parse({
    source: folder('source'),
    target: folder('target'),
    images: { imageSize: size },
    testFraction: 0.25,
    methods: ['dann'],
    backbone: 'mlp',
    epochs: 2,
    batch: 8,
    seeds: [0],
    bare: patch.methods === undefined,
    ...patch,
  })
}

async function start(wanted: RunRequest, out?: string): Promise<RunRecord> {
  return handlers['runs.start']({ studyId: null, request: wanted, ...(out === undefined ? {} : { folder: out }) }, { signal })
}

async function runToEnd(wanted: RunRequest, out?: string): Promise<RunRecord> {
  const record = await start(wanted, out)
  return service.runs.whenSettled(record.id)
}

async function weightsOf(wanted: RunRequest): Promise<string> {
  return weightsIn(await runToEnd(wanted))
}

async function weightsIn(record: RunRecord): Promise<string> {
  const result = await new RunFolder(record.folder).readResult()
  const weights = result?.runs.find((run) => run.method === 'dann')?.weightsSha256
  if (weights === undefined) throw new Error(`no dann weights in ${record.folder}: ${record.failure?.message}`)
  return weights
}

function latest(event: string, runId: string): unknown {
  return events.findLast(({ event: name, payload }) => {
    const { runId: of, id } = payload as { runId?: string; id?: string }
    return name === event && (of ?? id) === runId
  })?.payload
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise<void>((resolve) => {
      const listener = (): void => {
        eventListeners.delete(listener)
        resolve()
      }
      eventListeners.add(listener)
    })
  }
}

/** Two classes of small pictures, bars and crosses, with noise from the seed. */
async function writeDomain(path: string, { seed, tint }: { readonly seed: number; readonly tint: readonly number[] }): Promise<void> {
  const random = createRandom(seed)
  for (const name of ['bars', 'crosses']) {
    await mkdir(join(path, name), { recursive: true })
    for (let index = 0; index < perClass; index++) {
      const values = Int32Array.from({ length: size * size * 3 }, (_, at) => {
        const x = Math.floor(at / 3) % size
        const y = Math.floor(at / 3 / size)
        const on = name === 'bars' ? x % 4 < 2 : x === y || x + y === size - 1
        return Math.round((on ? 180 : 20) * tint[at % 3] + 50 * random.uniform())
      })
      const image = tf.tensor3d(values, [size, size, 3], 'int32')
      await writeFile(join(path, name, `${seed}-${name}-${index}.png`), await tf.node.encodePng(image))
      image.dispose()
    }
  }
}

/** Moves every other image to the other class folder; names stay as they are. */
async function shuffleClasses(path: string): Promise<void> {
  const [bars, crosses] = [await readdir(join(path, 'bars')), await readdir(join(path, 'crosses'))]
  for (const [index, name] of bars.entries()) if (index % 2 === 0) await rename(join(path, 'bars', name), join(path, 'crosses', name))
  for (const [index, name] of crosses.entries()) if (index % 3 === 0) await rename(join(path, 'crosses', name), join(path, 'bars', name))
}
