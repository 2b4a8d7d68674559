import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validators } from '../evaluation/validators/registry'
import { writeBarsAndCrosses } from './testing/bars-and-crosses'
import { ServiceBench, size } from './testing/service-bench'

let bench: ServiceBench

beforeAll(async () => {
  bench = await ServiceBench.open()
})
afterAll(() => bench.close())

const signal = new AbortController().signal

describe('a run', () => {
  it('run: leaves a readable folder with record, metrics, ledger, result, card and report', async () => {
    const record = await bench.runToEnd(bench.request({ methods: ['dann'], seeds: [0] }))
    expect(record.status).toBe('done')
    expect(record.trials.map((trial) => trial.id)).toEqual(['dann-seed0', 'source-only-seed0', 'target-oracle-seed0'])
    expect(await readdir(record.folder)).toEqual(
      expect.arrayContaining(['card.md', 'ledger.jsonl', 'log.jsonl', 'report.html', 'result.json', 'run.json', 'trials']),
    )
    const { result, ledger } = await bench.handlers['runs.get']({ runId: record.id }, { signal })
    expect(result?.runs).toHaveLength(3)
    expect(result?.runs.every((run) => run.lastCheckpoint.epoch === 2 && run.lastCheckpoint.targetAccuracyPct !== null)).toBe(true)
    expect(ledger.map((entry) => entry.kind)).toEqual(['fenced', 'report'])
    expect(result?.ledger.targetLabelReads).toBe(2)
    expect(Object.keys(result?.runs[0].validators ?? {})).toEqual(validators.map(({ id }) => id))
    const [{ checkpoints, target, lastCheckpoint }] = result?.runs ?? []
    expect(checkpoints?.map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(target?.checkpointsPct).toHaveLength(2)
    expect(target?.checkpointsPct?.[1]).toBe(lastCheckpoint.targetAccuracyPct)
    const comparison = await bench.handlers['runs.compare']({ runIds: [record.id] }, { signal })
    expect(comparison.checkpoints.map(({ of }) => of)).toEqual(expect.arrayContaining([`${record.id}/dann`, `${record.id}/source-only`]))
    expect(result?.runs[0].target?.confusion.flat().reduce((sum, count) => sum + count)).toBeGreaterThan(0)
    const metrics = await bench.handlers['runs.metrics']({ runId: record.id, trialId: 'dann-seed0' }, { signal })
    expect(new Set(metrics.map((point) => point.name))).toEqual(
      new Set([
        'sourceAccuracyPct',
        'sourceLoss',
        'sourceChoiceLoss',
        'sourceJudgedAccuracyPct',
        'sourceTrainAccuracyPct',
        'sourceTrainLoss',
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
    const record = await bench.runToEnd(bench.request({ methods: ['source-only'], epochs: 1 }))
    const { result } = await bench.handlers['runs.get']({ runId: record.id }, { signal })
    const confusion = result?.runs[0].target?.confusion ?? []
    for (const [truth, row] of confusion.entries()) {
      for (const [predicted, count] of row.entries()) {
        const cell = { runId: record.id, method: 'source-only', truth, predicted, purpose: 'see the mistakes', most: 3 }
        const found = await bench.handlers['runs.confusionImages'](cell, { signal })
        expect(found.total).toBe(count)
        expect(found.images).toHaveLength(Math.min(3, count))
      }
    }
    const { ledger } = await bench.handlers['runs.get']({ runId: record.id }, { signal })
    expect(ledger.filter((entry) => entry.kind === 'gallery' && entry.purpose === 'see the mistakes')).toHaveLength(confusion.flat().length)
    const strange = { runId: record.id, method: 'dann', truth: 0, predicted: 0, purpose: 'see', most: 3 }
    await expect(bench.handlers['runs.confusionImages'](strange, { signal })).rejects.toThrow('The run has not trained dann.')
  })
})

describe('requests that cannot be met', () => {
  it('request: an unknown setting is refused with the known ones', async () => {
    await expect(bench.start(bench.request({ settings: { lamdaMax: '1' } }))).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('lambdaMax'),
    })
  })
  it('request: an image size the backbone does not take is refused with one that fits', async () => {
    await expect(bench.start(bench.request({ backbone: 'digits-cnn-bn', images: { imageSize: 200 } }))).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'imageSize',
    })
  })
  it('request: a folder that already holds a run is left alone', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1 }))
    await expect(
      bench.handlers['runs.start']({ studyId: null, request: bench.request({}), folder: record.folder }, { signal }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'out',
    })
  })
  it('request: a folder that holds other files is left alone, the images themselves among them', async () => {
    const before = await readdir(join(bench.root, 'source'))
    await expect(bench.start(bench.request({}), join(bench.root, 'source'))).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'out',
      message: expect.stringContaining('is not empty'),
    })
    expect(await readdir(join(bench.root, 'source'))).toEqual(before)
  })
  it('request: the folder of a run that failed before it trained is free for a mended request', async () => {
    const out = join(bench.root, 'mended')
    const first = await bench.runToEnd(bench.request({ target: bench.folder('nowhere') }), out)
    expect(first.failure?.code).toBe('not-found')
    const second = await bench.runToEnd(bench.request({ epochs: 1 }), out)
    expect(second).toMatchObject({ status: 'done', folder: out, failure: null })
    const { log } = await bench.handlers['runs.get']({ runId: second.id }, { signal })
    expect(log.map((line) => line.level)).not.toContain('bad')
  })
  it('request: a folder that cannot be written to is named, with what to do', async () => {
    await writeFile(join(bench.root, 'a-file'), '')
    for (const out of [join(bench.root, 'a-file'), join(bench.root, 'a-file', 'below')]) {
      await expect(
        bench.handlers['runs.start']({ studyId: null, request: bench.request({}), folder: out }, { signal }),
      ).rejects.toMatchObject({
        code: 'invalid-input',
        field: 'out',
        message: expect.stringContaining(out),
      })
    }
  })
  it('request: what is notable about the images without stopping the run stands in its log', async () => {
    await mkdir(join(bench.root, 'renamed'), { recursive: true })
    await writeBarsAndCrosses(join(bench.root, 'renamed'), { size, perClass: 24, seed: 2 })
    const [first] = await readdir(join(bench.root, 'renamed'))
    await rename(join(bench.root, 'renamed', first), join(bench.root, 'renamed', 'other'))
    const record = await bench.runToEnd(bench.request({ target: bench.folder('renamed'), epochs: 1 }))
    const { log } = await bench.handlers['runs.get']({ runId: record.id }, { signal })
    expect(log).toContainEqual(
      expect.objectContaining({ level: 'warn', text: expect.stringContaining(`source has '${first}', target 'other'`) }),
    )
  })
  it('request: a source with one class fails with what to do, and the next run goes on', async () => {
    await writeBarsAndCrosses(join(bench.root, 'single'), { size, perClass: 4, seed: 3 })
    await rm(join(bench.root, 'single', 'crosses'), { recursive: true })
    const failed = await bench.runToEnd(bench.request({ source: bench.folder('single') }))
    expect(failed.status).toBe('failed')
    expect(failed.failure?.code).toBe('invalid-input')
    expect((await bench.runToEnd(bench.request({ epochs: 1 }))).status).toBe('done')
  })
})

describe('runs and studies', () => {
  it('queue: waiting runs are trained in the order they are put into, and the active one keeps its place', async () => {
    const start = (name: string) =>
      bench.handlers['runs.start'](
        { studyId: null, name, request: bench.request({ methods: ['source-only'], seeds: [0], bare: true }) },
        { signal },
      )
    const [first, second, third] = [await start('first'), await start('second'), await start('third')]
    expect(await bench.handlers['runs.queue']({}, { signal })).toEqual({ runIds: [first.id, second.id, third.id] })
    expect(await bench.handlers['runs.move']({ runId: third.id, before: second.id }, { signal })).toEqual({
      runIds: [first.id, third.id, second.id],
    })
    expect(() => bench.handlers['runs.move']({ runId: first.id, before: null }, { signal })).toThrow(
      'The run that is training keeps its place.',
    )
    const records = []
    for (const run of [first, second, third]) records.push(await bench.service.runs.whenSettled(run.id))
    expect(records.map((record) => record.status)).toEqual(['done', 'done', 'done'])
    expect(Date.parse(records[2].finishedAt ?? '')).toBeLessThanOrEqual(Date.parse(records[1].startedAt ?? ''))
  })
  it('runs: a removed run is gone from the list until it is restored', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1 }))
    await bench.handlers['runs.remove']({ runId: record.id }, { signal })
    const ids = async (): Promise<string[]> => (await bench.handlers['runs.list']({}, { signal })).map((one) => one.id)
    expect(await ids()).not.toContain(record.id)
    await bench.handlers['runs.restore']({ runId: record.id }, { signal })
    expect(await ids()).toContain(record.id)
  })

  it('studies: keep their changes, and come back with their runs after removal', async () => {
    const data = { source: bench.folder('source'), target: bench.folder('target'), images: { imageSize: size }, testFraction: 0.25 }
    const study = await bench.handlers['studies.create']({ name: 'Bars & crosses', data, demo: false }, { signal })
    const started = await bench.handlers['runs.start']({ studyId: study.id, request: bench.request({ epochs: 1 }) }, { signal })
    await expect(async () => bench.handlers['studies.remove']({ studyId: study.id }, { signal })).rejects.toMatchObject({ code: 'busy' })
    await bench.service.runs.whenSettled(started.id)
    // The report of the first has shown what the labels say, the oracle's training has not: whatever comes now is chosen after it.
    const second = await bench.handlers['runs.start']({ studyId: study.id, request: bench.request({ epochs: 1 }) }, { signal })
    expect([started, second].map(({ labelReadsBefore }) => labelReadsBefore)).toEqual([0, 1])
    const { record } = await bench.handlers['runs.get']({ runId: (await bench.service.runs.whenSettled(second.id)).id }, { signal })
    expect(await readFile(join(record.folder, 'report.html'), 'utf8')).toContain('Chosen after labels were seen')
    await bench.handlers['studies.update']({ studyId: study.id, name: 'Renamed' }, { signal })
    await bench.handlers['studies.remove']({ studyId: study.id }, { signal })
    expect((await bench.handlers['studies.list']({}, { signal })).map((one) => one.id)).not.toContain(study.id)
    expect((await bench.handlers['studies.restore']({ studyId: study.id }, { signal })).name).toBe('Renamed')
    expect((await bench.handlers['runs.list']({}, { signal })).map((one) => one.id)).toContain(started.id)
  })

  it('maps: the settled frame of the last epoch can be opened, with neighbours', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1 }))
    const ref = { runId: record.id, trialId: 'dann-seed0' }
    const { points, checkpoints } = await bench.handlers['embedding.open'](ref, { signal })
    expect(checkpoints.map((one) => one.epoch)).toEqual([1])
    const frame = await bench.handlers['embedding.frame']({ ...ref, epoch: 1, method: 'tsne' }, { signal })
    expect(frame.positions.length).toBe(2 * (points?.domain.length ?? 0))
    const plain = await bench.handlers['embedding.frame']({ ...ref, epoch: 1, method: 'pca' }, { signal })
    expect(plain).toMatchObject({ method: 'pca', kl: null, trustworthiness: null, prediction: frame.prediction })
    expect(plain.positions).not.toEqual(frame.positions)
    const neighbours = await bench.handlers['embedding.neighbours']({ ...ref, epoch: 1, point: 0, count: 4 }, { signal })
    expect(neighbours).toHaveLength(4)
    expect(neighbours.map((one) => one.distance)).toEqual(neighbours.map((one) => one.distance).sort((a, b) => a - b))
  })

  it('alignment: measures and agreement come with the frame, swaps are held against source-only, contents name images', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1, bare: false }))
    const ref = { runId: record.id, trialId: 'dann-seed0' }
    const { points, checkpoints } = await bench.handlers['embedding.open'](ref, { signal })
    expect(checkpoints[0]).toMatchObject({ agreement: expect.any(Number), measures: { mmd: { value: expect.any(Number) } } })
    const { reference, checkpoints: swaps } = await bench.handlers['alignment.swaps'](ref, { signal })
    expect([reference, swaps.map((one) => one.epoch)]).toEqual(['source-only-seed0', [1]])
    expect((await bench.handlers['alignment.swaps']({ ...ref, trialId: 'source-only-seed0' }, { signal })).reference).toBe(null)
    const target = points?.domain.indexOf(1) ?? 0
    const contents = await bench.handlers['alignment.contents']({ ...ref, points: [0, target] }, { signal })
    expect([contents.source.length, contents.target.length]).toEqual([1, 1])
    await expect(async () => bench.handlers['alignment.boundary']({ ...ref, cells: 8 }, { signal })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})
