import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExportManifest } from '@shared/domain/export'
import { RunRequest } from '@shared/domain/run'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { exportModel } from '../exporting/export-model'
import { findFormat, formats } from '../exporting/formats/registry'
import { findMethod } from '../methods/registry'
import { createEngineService, type EngineService } from './engine-service'
import { type ExportCall, exportTrial, previewCard } from './export-service'
import { openModelFolder } from './open-model'
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
  call = { model: await openModelFolder(service.runs, folder), trialId: 'dann-seed0', normalisedAs: 'target', keepRejected: false }
})

afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

it.each(formats.map(({ id }) => id))(
  'export: %s is written, checked on every test image of both domains, and described',
  async (format) => {
    const out = join(root, 'exported', format)
    const reads = (await call.model.folder.readLedger()).length
    const manifest = await exportTrial(service.domains, { ...call, format, out }, watcher)
    expect(ExportManifest.parse(JSON.parse(await readFile(join(out, 'shiftlab.json'), 'utf8')))).toEqual(manifest)
    expect(manifest.parity.source.images + manifest.parity.target.images).toBeGreaterThan(12)
    expect(manifest.parity.maxAbsDifference).toBeLessThan(manifest.parity.tolerance)
    expect(manifest.parity.topOneAgreementPct).toBe(100)
    expect(manifest.parity.target.differences).toHaveLength(manifest.parity.target.images)
    expect(manifest.classNames).toEqual(['bars', 'crosses'])
    expect(manifest.accuracy.file.targetPct).toBe(manifest.accuracy.lab.targetPct)
    expect((await call.model.folder.readLedger()).length).toBe(reads)
    expect(await readdir(join(root, 'exported'))).not.toContain(expect.stringContaining('.tmp'))
  },
)

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
  const opened = await openTrial(service.domains, call.model, call.trialId, signal)
  const request = {
    model: { ...opened, weights: 'checkpoint' as const },
    record: call.model.record,
    reported: null,
    background: { result: null, method: findMethod('dann'), recommendation: null, reduction: [], readLedger: async () => [] },
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

it('export: what a stream adapted is exported as it was left, and its accuracy is read through the ledger', async () => {
  const adapted = join(root, 'adapted')
  const plan = {
    method: 'tent',
    protocol: 'continual',
    shifts: [{ kind: 'invert', severity: 3 }],
    batch: 8,
    window: 1,
    seed: 0,
    order: 'shuffled',
  } as const
  await streamThrough(
    service.domains,
    {
      run: call.model,
      trialId: call.trialId,
      data: null,
      plan: { ...plan, shifts: [...plan.shifts], concentration: 0.1, guard: false, settings: { learningRate: 0.05 } },
      keepIn: { id: 'tent-adapted', folder: new RunFolder(adapted) },
    },
    { signal, onBatch: () => undefined },
  )
  const model = await openModelFolder(service.runs, adapted)
  expect(model.trialId).toBe(call.trialId)
  const reads = (await call.model.folder.readLedger()).length
  const manifest = await exportTrial(
    service.domains,
    { ...call, model, format: 'onnx', normalisedAs: 'source', out: join(root, 'stream-onnx') },
    watcher,
  )
  const plain = await exportTrial(
    service.domains,
    { ...call, format: 'onnx', normalisedAs: 'source', out: join(root, 'plain-onnx') },
    watcher,
  )
  expect(manifest.origin.weights).toBe('stream')
  expect(manifest.files[0].sha256).not.toBe(plain.files[0].sha256)
  expect((await call.model.folder.readLedger()).slice(reads).map(({ place, kind }) => `${place} ${kind}`)).toContain('export report')
})

it('predict: a run and every export of it label a folder alike, and what cannot be read is listed', async () => {
  const data = join(root, 'to-label')
  await cp(join(root, 'target'), data, { recursive: true })
  await writeFile(join(data, 'bars', 'broken.png'), 'no image')
  const label = (model: string) =>
    predictWithModel(service, { model, data, choose: (trials) => trials[0] }, { signal, onProgress: () => undefined })
  const own = await label(call.model.folder.path)
  expect(own.unreadable).toMatchObject([{ file: 'bars/broken.png' }])
  expect(own.predictions).toHaveLength(24)
  for (const { id } of formats) {
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
  const { fingerprints } = call.model.record
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
