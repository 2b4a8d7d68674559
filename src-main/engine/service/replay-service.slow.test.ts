import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { ReplayManifest } from '@shared/domain/replay'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { extract, pack } from 'tar-stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { saveModel, side, smallModel, withMetadata } from '../backbones/layers-model/testing/small-model'
import { requestWith } from '../exporting/bundle/bundle-data'
import { readBundle } from '../exporting/bundle/read-bundle'
import { writeBundle } from '../exporting/bundle/write-bundle'
import { compareTrials, replayBundle } from './replay-service'
import { ServiceBench } from './testing/service-bench'

const signal = new AbortController().signal
const watcher = { signal, onProgress: () => undefined }

let bench: ServiceBench
let record: RunRecord
let result: RunResult

beforeAll(async () => {
  bench = await ServiceBench.open()
  record = await bench.runToEnd(bench.request({ epochs: 1 }))
  result = (await new RunFolder(record.folder).readResult()) as RunResult
})

afterAll(() => bench.close())

const at = (...path: string[]): string => join(bench.root, ...path)
const bundled = (out: string, withData = true) =>
  writeBundle({ folder: new RunFolder(record.folder), record, result, out: at(out), withData }, watcher)

/** The bundle with one change to the list of its entries. */
async function altered(name: string, change: (entries: Map<string, Buffer>) => void): Promise<string> {
  const entries = new Map<string, Buffer>()
  const reader = extract()
  reader.end(await promisify(gunzip)(await readFile(at('study.shiftlab'))))
  for await (const entry of reader) {
    const parts: Buffer[] = []
    for await (const part of entry) parts.push(part as Buffer)
    entries.set(entry.header.name, Buffer.concat(parts))
  }
  change(entries)
  const writer = pack()
  for (const [file, bytes] of entries) writer.entry({ name: file }, bytes)
  writer.finalize()
  const parts: Buffer[] = []
  for await (const part of writer) parts.push(part as Buffer)
  await writeFile(at(name), await promisify(gzip)(Buffer.concat(parts)))
  return at(name)
}

const imageOf = ({ files }: ReplayManifest): string => files.find(({ file }) => file.startsWith('data/target/'))?.file ?? ''

it('bundle: the same run gives the same bytes, with its request, figures and every image under its hash', async () => {
  const [one, other] = [await bundled('study.shiftlab'), await bundled('again.shiftlab')]
  expect(await readFile(at('again.shiftlab'))).toEqual(await readFile(at('study.shiftlab')))
  expect(other.bundleSha256).toBe(one.bundleSha256)
  expect(one.manifest.files.filter(({ file }) => file.startsWith('data/source/'))).toHaveLength(48)
  expect(one.manifest.request.source).toEqual({ kind: 'folder', path: 'data/source' })
  expect(one.manifest.expected[0].weightsSha256).toBe(result.runs[0].weightsSha256)
  await expect(bundled('study.shiftlab')).rejects.toMatchObject({ code: 'invalid-input', field: 'out' })
})

it('replay: the study runs again from the bundle alone, to the same weights', async () => {
  const replayed = await replayBundle(
    bench.service.runs,
    { bundle: at('study.shiftlab'), out: at('replayed'), folders: {} },
    { signal, onManifest: () => undefined },
  )
  expect(replayed).toMatchObject({ equal: true, tolerancePoints: 0.5 })
  expect(replayed.trials.every(({ identicalWeights }) => identicalWeights)).toBe(true)
})

it('replay: a bundle without images is given them, and refuses others by their fingerprint', async () => {
  await bundled('light.shiftlab', false)
  const folders = { source: [at('source')], target: [at('source')] }
  const call = { bundle: at('light.shiftlab'), out: at('light'), folders }
  await expect(replayBundle(bench.service.runs, call, { signal, onManifest: () => undefined })).rejects.toMatchObject({
    code: 'invalid-input',
    field: 'target',
  })
})

it('replay: folders take the place of those that were joined or shifted, each of its own', () => {
  const [one, other] = ['/far/one', '/far/other'].map((path) => ({ kind: 'folder' as const, path }))
  const shifts = [{ kind: 'rotation', severity: 2 }]
  const request = bench.request({
    source: { kind: 'joined', parts: [one, other] },
    target: { kind: 'shifted', base: one, shifts, seed: 3 },
  })
  const near = requestWith(request, { source: ['/near/one', '/near/other'], target: ['/near/one'] })
  expect(near.source).toMatchObject({ kind: 'joined', parts: [{ path: '/near/one' }, { path: '/near/other' }] })
  expect(near.target).toEqual({ kind: 'shifted', base: { kind: 'folder', path: '/near/one' }, shifts, seed: 3 })
  expect(() => requestWith(request, { source: ['/near/one'] })).toThrow('2 folders for its source, and 1 were given')
})

it('bundle: a network of one’s own travels along, and the study runs from it where the original is gone', async () => {
  const network = await saveModel(smallModel(), withMetadata('zero-to-one'))
  const own = await bench.runToEnd(bench.request({ backbone: network, images: { imageSize: side }, epochs: 1 }))
  const folder = new RunFolder(own.folder)
  const written = await writeBundle(
    { folder, record: own, result: (await folder.readResult()) as RunResult, out: at('own.shiftlab'), withData: true },
    watcher,
  )
  expect(written.manifest.request.backbone).toBe('/data/network')
  await rm(network, { recursive: true })
  const call = { bundle: at('own.shiftlab'), out: at('own'), folders: {} }
  const replayed = await replayBundle(bench.service.runs, call, { signal, onManifest: () => undefined })
  expect(replayed.trials.map(({ identicalWeights }) => identicalWeights)).toEqual([true])
})

it('bundle: an image that was changed, added, left out or led astray is named, and nothing is unpacked outside', async () => {
  const { manifest } = await readBundle(at('study.shiftlab'), await emptied('unpacked'))
  const image = imageOf(manifest)
  const cases: readonly (readonly [string, (entries: Map<string, Buffer>) => void, string])[] = [
    ['changed', (entries) => entries.set(image, Buffer.from('other')), image],
    ['added', (entries) => entries.set('data/target/extra.png', Buffer.from('x')), 'data/target/extra.png'],
    ['left-out', (entries) => entries.delete(image), image],
    ['outside', (entries) => entries.set('../escaped.txt', Buffer.from('x')), '../escaped.txt'],
    ['no-manifest', (entries) => entries.delete('manifest.json'), 'manifest.json'],
  ]
  for (const [name, change, named] of cases) {
    const path = await altered(`${name}.shiftlab`, change)
    await expect(readBundle(path, await emptied(name))).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(named),
    })
  }
  await expect(readFile(at('escaped.txt'))).rejects.toMatchObject({ code: 'ENOENT' })
})

it('bundle: a cut archive and a file that is none are refused in words', async () => {
  await writeFile(at('cut.shiftlab'), (await readFile(at('study.shiftlab'))).subarray(0, 2000))
  await writeFile(at('text.shiftlab'), 'hello')
  for (const name of ['cut.shiftlab', 'text.shiftlab']) {
    await expect(readBundle(at(name), await emptied(`from-${name}`))).rejects.toMatchObject({ code: 'invalid-input', field: 'bundle' })
  }
  await expect(readBundle(at('nowhere.shiftlab'), at('x'))).rejects.toMatchObject({ code: 'not-found' })
})

it('bundle: stopped on the way, it leaves no file', async () => {
  const abort = new AbortController()
  const stopped = writeBundle(
    { folder: new RunFolder(record.folder), record, result, out: at('stopped', 'study.shiftlab'), withData: true },
    { signal: abort.signal, onProgress: () => abort.abort() },
  )
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  await expect(readFile(at('stopped', 'study.shiftlab'))).rejects.toMatchObject({ code: 'ENOENT' })
})

it('replay: figures beyond the tolerance, and trials that were not trained, are not equal', () => {
  const expected = [{ method: 'dann', seed: 0, sourceAccuracyPct: 90, targetAccuracyPct: 60, weightsSha256: 'a' }]
  const [run] = result.runs
  const withTarget = (target: number) => ({
    runs: [{ ...run, weightsSha256: 'b', lastCheckpoint: { epoch: 1, sourceAccuracyPct: 90, targetAccuracyPct: target } }],
  })
  expect(compareTrials({ expected }, withTarget(60.4), 0.5)[0]).toMatchObject({ equal: true, identicalWeights: false })
  expect(compareTrials({ expected }, withTarget(61), 0.5)[0]).toMatchObject({ equal: false, largestDifferencePoints: 1 })
  expect(compareTrials({ expected }, { runs: [] }, 0.5)[0]).toMatchObject({ equal: false, got: null })
})

async function emptied(name: string): Promise<string> {
  await mkdir(at(name))
  return at(name)
}
