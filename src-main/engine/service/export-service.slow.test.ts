import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExportManifest } from '@shared/domain/export'
import { RunRequest } from '@shared/domain/run'
import { StreamPlan } from '@shared/domain/stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { measureAccuracies } from '../exporting/accuracies'
import { exportModel } from '../exporting/export-model'
import { findFormat, formats } from '../exporting/formats/registry'
import { findMethod } from '../methods/registry'
import { createEngineService, type EngineService } from './engine-service'
import { type ExportCall, exportTrial, previewCard } from './export-service'
import { openTrial } from './open-trial'
import { predictWithModel } from './predict-service'
import { streamThrough } from './stream-service'
import { writeBarsAndCrosses } from './testing/bars-and-crosses'
import { createMapWorker } from './testing/map-worker'

const size = 16
const signal = new AbortController().signal
const watcher = { signal, onProgress: () => undefined }

let root = ''
let service: EngineService
let call: Omit<ExportCall, 'format' | 'out'>

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-export-'))
  for (const [domain, seed] of [
    ['source', 1],
    ['target', 2],
  ] as const)
    await writeBarsAndCrosses(join(root, domain), { size, perClass: 12, seed })
  service = createEngineService({
    home: join(root, 'home'),
    cacheFolder: join(root, 'cache'),
    builtInFolder: join(root, 'built-in'),
    emit: () => undefined,
    log: () => undefined,
    maps: 'never',
    createMapWorker,
  })
  const request = RunRequest.parse({
    source: { kind: 'folder', path: join(root, 'source') },
    target: { kind: 'folder', path: join(root, 'target') },
    images: { imageSize: size },
    testFraction: 0.4,
    methods: ['dann'],
    epochs: 1,
    batch: 8,
    seeds: [0],
    bare: true,
  })
  const started = await service.handlers['runs.start']({ studyId: null, request }, { signal })
  const { folder } = await service.runs.whenSettled(started.id)
  call = {
    run: await service.runs.find((await service.runs.open(folder)).id),
    trialId: 'dann-seed0',
    normalisedAs: 'target',
    keepRejected: false,
  }
})

afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

const floatFormats = formats.filter(({ holds }) => holds !== '8-bit').map(({ id }) => id)

it.each(floatFormats)('export: %s is written, checked on every test image of both domains, and described', async (format) => {
  const out = join(root, 'exported', format)
  const reads = (await call.run.folder.readLedger()).length
  const manifest = await exportTrial(service.domains, { ...call, format, out }, watcher)
  expect(ExportManifest.parse(JSON.parse(await readFile(join(out, 'shiftlab.json'), 'utf8')))).toEqual(manifest)
  expect(manifest.parity.source.images + manifest.parity.target.images).toBeGreaterThan(12)
  expect(manifest.parity.maxAbsDifference).toBeLessThan(manifest.parity.tolerance)
  expect(manifest.parity.topOneAgreementPct).toBe(100)
  expect(manifest.parity.target.differences).toHaveLength(manifest.parity.target.images)
  expect(manifest.classNames).toEqual(['bars', 'crosses'])
  expect(manifest.accuracy.file.targetPct).toBe(manifest.accuracy.lab.targetPct)
  expect((await call.run.folder.readLedger()).length).toBe(reads)
  expect(await readdir(join(root, 'exported'))).not.toContain(expect.stringContaining('.tmp'))
})

it('export: the same model gives the same bytes', async () => {
  const [one, other] = [join(root, 'twice', 'one'), join(root, 'twice', 'other')]
  const sums = []
  for (const out of [one, other]) sums.push((await exportTrial(service.domains, { ...call, format: 'onnx', out }, watcher)).files)
  expect(sums[1]).toEqual(sums[0])
})

it('export: a folder that holds something is refused and left as it was', async () => {
  const out = join(root, 'occupied')
  await mkdir(out)
  await writeFile(join(out, 'note.txt'), 'mine')
  await expect(exportTrial(service.domains, { ...call, format: 'onnx', out }, watcher)).rejects.toMatchObject({
    code: 'invalid-input',
    field: 'out',
  })
  expect(await readdir(out)).toEqual(['note.txt'])
})

it('export: cancelled while it is checked, it leaves nothing', async () => {
  const abort = new AbortController()
  const out = join(root, 'cancelled', 'model')
  const stopped = exportTrial(
    service.domains,
    { ...call, format: 'onnx', out },
    {
      signal: abort.signal,
      onProgress: (phase) => {
        if (phase === 'checking') abort.abort()
      },
    },
  )
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(join(root, 'cancelled'))).toEqual([])
})

it('export: a file that gives other answers is an error that names the layer, and is kept only where that was asked for', async () => {
  const onnx = findFormat('onnx')
  const spoilt = {
    ...onnx,
    write: (model: Parameters<typeof onnx.write>[0]) => {
      const nodes = model.graph.nodes.map((node) =>
        node.name === 'features/conv2' && node.op === 'convolution'
          ? { ...node, kernel: { ...node.kernel, data: node.kernel.data.map((value) => 1.5 * value) } }
          : node,
      )
      return onnx.write({ ...model, graph: { ...model.graph, nodes } })
    },
  }
  const opened = await openTrial(service.domains, call.run, call.trialId, signal)
  const request = {
    model: { ...opened, graph: null },
    record: call.run.record,
    reported: null,
    background: {
      result: null,
      method: findMethod('dann'),
      recommendation: null,
      reduced: null,
      adapted: null,
      readLedger: async () => [],
    },
    format: spoilt,
    version: '0',
  }
  for (const keepRejected of [false, true]) {
    const out = join(root, `spoilt-${keepRejected}`, 'model')
    await expect(exportModel({ ...request, normalisedAs: 'target', out, keepRejected }, watcher)).rejects.toMatchObject({
      code: 'internal',
      field: 'features/conv2',
    })
    expect(await readdir(join(root, `spoilt-${keepRejected}`))).toEqual(keepRejected ? ['model.rejected'] : [])
  }
  opened.session.dispose()
})

it('export: what a stream adapted is exported as it was left, and the card says by what', async () => {
  const folder = new RunFolder(join(root, 'adapted'))
  const plan = StreamPlan.parse({ method: 'tent', protocol: 'continual', shifts: [{ kind: 'invert', severity: 3 }], batch: 8 })
  const keepIn = { id: 'adapted', folder }
  await streamThrough(service.domains, { ...call, data: null, plan, keepIn }, { signal, onBatch: () => undefined })
  const run = await service.runs.find((await service.runs.open(folder.path)).id)
  const wanted = { ...call, format: 'onnx', normalisedAs: 'source' } as const
  const adapted = await exportTrial(service.domains, { ...wanted, run, out: join(root, 'stream-onnx') }, watcher)
  const plain = await exportTrial(service.domains, { ...wanted, out: join(root, 'plain-onnx') }, watcher)
  expect(adapted.origin.weights).toBe('stream')
  expect(adapted.files[0].sha256).not.toBe(plain.files[0].sha256)
  expect(adapted.accuracy.file.targetPct).toBeNull()
  expect(await readFile(join(root, 'stream-onnx', 'card.md'), 'utf8')).toContain('By tent on')
})

it('accuracy: where the file predicts otherwise than the report, target labels are read once, through the ledger', async () => {
  const reads: string[] = []
  const opened = await openTrial(service.domains, call.run, call.trialId, signal, ({ place, kind }) => reads.push(`${place} ${kind}`))
  const { source, target } = opened.pair
  const target0 = new Int32Array(target.test.count)
  const predictions = { source: source.test.labels, target: target0 }
  const same = { targetPct: 61, targetPredictions: [...target0] }
  expect((await measureAccuracies({ model: opened, reported: same, predictions })).file).toEqual({ sourcePct: 100, targetPct: 61 })
  expect((await measureAccuracies({ model: opened, reported: null, predictions })).file.targetPct).toBeNull()
  expect(reads).toEqual([])
  const other = { targetPct: 61, targetPredictions: [...target0.fill(1, 0, 1)].map((label) => 1 - label) }
  const { lab, file } = await measureAccuracies({ model: opened, reported: other, predictions })
  expect(lab.targetPct).toBe(61)
  expect(file.targetPct).toBeGreaterThan(0)
  expect(reads).toEqual(['export report'])
  opened.session.dispose()
})

it('predict: a run and every export of it label a folder alike, and what cannot be read is listed', async () => {
  const data = join(root, 'to-label')
  await cp(join(root, 'target'), data, { recursive: true })
  await writeFile(join(data, 'bars', 'broken.png'), 'no image')
  const label = (model: string) =>
    predictWithModel(service, { model, data, choose: (trials) => trials[0] }, { signal, onProgress: () => undefined })
  const own = await label(call.run.folder.path)
  expect(own.unreadable).toMatchObject([{ file: 'bars/broken.png' }])
  expect(own.predictions).toHaveLength(24)
  for (const id of floatFormats) {
    const exported = await label(join(root, 'exported', id))
    expect(exported.predictions.map(({ file, class: name }) => `${file} ${name}`)).toEqual(
      own.predictions.map(({ file, class: name }) => `${file} ${name}`),
    )
    exported.predictions.forEach(({ probability }, at) => {
      expect(probability).toBeCloseTo(own.predictions[at].probability, 4)
    })
  }
})

it('predict: an exported file that has changed since is named', async () => {
  const model = join(root, 'changed')
  await cp(join(root, 'exported', 'onnx'), model, { recursive: true })
  await writeFile(join(model, 'model.onnx'), (await readFile(join(model, 'model.onnx'))).subarray(1))
  await expect(
    predictWithModel(
      service,
      { model, data: join(root, 'target'), choose: (trials) => trials[0] },
      { signal, onProgress: () => undefined },
    ),
  ).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('model.onnx') })
})

it('card: it says how the model came about, what it is worth, and what it does not bear', async () => {
  const text = await readFile(join(root, 'exported', 'tfjs', 'card.md'), 'utf8')
  const { fingerprints } = call.run.record
  for (const words of ['target labels sealed', 'Ganin', 'final report', String(fingerprints?.source), 'loadLayersModel', 'gave the lab']) {
    expect(text).toContain(words)
  }
  expect(text).toMatch(/Shifts tested\*\* \| Accuracy on source test images: rotation to /)
  expect(await readFile(join(root, 'exported', 'tfjs', 'card.html'), 'utf8')).toContain('Known limits')
  const preview = await previewCard({ ...call, format: 'onnx' })
  expect(preview.facts.map(({ term }) => term)).not.toContain('Parity')
  expect(preview.load[0].code).toContain('onnxruntime')
})

it('page: it holds the model whole and asks for nothing else', async () => {
  const page = await readFile(join(root, 'exported', 'tfjs', 'index.html'), 'utf8')
  expect(page).toContain("default-src 'none'")
  expect(page.match(/<\/script>/g)).toHaveLength(2)
  expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/)
})
