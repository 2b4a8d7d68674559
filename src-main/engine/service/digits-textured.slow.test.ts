/** The built-in pair, end to end: what the lab promises of DANN on it, and that folders on disk are the same as the pair. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunRequest, type RunResult } from '@shared/domain/run'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findLocations } from '../../storage/locations'
import { writePair } from '../data/write-pair'
import { createEngineService, type EngineService } from './engine-service'
import { createMapWorker } from './testing/map-worker'

const { builtInFolder } = findLocations({})
const signal = new AbortController().signal
let root = ''
let service: EngineService

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-digits-'))
  service = createEngineService({
    home: join(root, 'home'),
    cacheFolder: join(root, 'cache'),
    builtInFolder,
    emit: () => undefined,
    log: () => undefined,
    maps: 'last-epoch',
    createMapWorker,
  })
})
afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

it('digits-textured: DANN at its defaults ends at least 15 points over source-only, its source at most 3 under', async () => {
  const { summary } = await run({ methods: ['source-only', 'dann'], epochs: 10 })
  const [base, dann] = [summary['source-only'], summary.dann]
  expect(dann.meanPct).toBeGreaterThanOrEqual((base.meanPct ?? Number.NaN) + 15)
  expect(dann.sourceMeanPct).toBeGreaterThanOrEqual(base.sourceMeanPct - 3)
})

it('digits-textured: two folders of PNGs written from the pair train bit-identical weights', async () => {
  for (const role of ['source', 'target'] as const)
    await writePair({ pair: 'digits-textured', role, folder: join(root, role), builtInFolder })
  const folder = (role: string): RunRequest['source'] => ({ kind: 'folder', path: join(root, role) })
  const builtIn = await run({ methods: ['dann'], epochs: 1 })
  const onDisk = await run({ methods: ['dann'], epochs: 1, source: folder('source'), target: folder('target') })
  expect(onDisk.runs[0].weightsSha256).toBe(builtIn.runs[0].weightsSha256)
  expect(onDisk.runs[0].lastCheckpoint).toEqual(builtIn.runs[0].lastCheckpoint)
})

async function run(patch: Partial<RunRequest>): Promise<RunResult> {
  const request = RunRequest.parse({
    source: { kind: 'built-in', pair: 'digits-textured', role: 'source' },
    target: { kind: 'built-in', pair: 'digits-textured', role: 'target' },
    images: { imageSize: 28 },
    seeds: [0],
    bare: true,
    ...patch,
  })
  const { id } = await service.handlers['runs.start']({ studyId: null, request }, { signal })
  const record = await service.runs.whenSettled(id)
  const { result } = await service.handlers['runs.get']({ runId: record.id }, { signal })
  if (result === null) throw new Error(`the run ended as ${record.status}: ${record.failure?.message}`)
  return result
}
