/** The recipe over the service: a study on disk from before its first run to after its report. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import type { RecipeReport, RecipeSetup } from '@shared/domain/recipe'
import { RunRequest } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEngineService, type EngineService } from './engine-service'
import { writeBarsAndCrosses } from './testing/bars-and-crosses'
import { createMapWorker } from './testing/map-worker'

const signal = new AbortController().signal
const setup: RecipeSetup = { method: 'dann', backbone: 'mlp', epochs: 6, batch: 8, settings: { lambdaGamma: 10, hiddenUnits: 32 }, seed: 0 }
let root = ''
let service: EngineService
let handlers: Handlers<EngineContract>
const parts: string[] = []

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-recipe-'))
  for (const [name, seed] of [
    ['source', 1],
    ['target', 2],
  ] as const) {
    await writeBarsAndCrosses(join(root, name), { size: 8, perClass: 24, seed })
  }
  service = createEngineService({
    home: join(root, 'home'),
    cacheFolder: join(root, 'cache'),
    builtInFolder: join(root, 'none'),
    emit: (event, payload) => {
      if (event === 'recipe.progress') parts.push((payload as { readonly part: string }).part)
    },
    log: () => undefined,
    maps: 'never',
    createMapWorker,
  })
  handlers = service.handlers
})
afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

const pair = () => ({
  source: { kind: 'folder', path: join(root, 'source') } as const,
  target: { kind: 'folder', path: join(root, 'target') } as const,
  images: { imageSize: 8 },
  testFraction: 0.25,
})
const look = (options: { readonly measure?: boolean; readonly runId?: string } = {}): Promise<RecipeReport> =>
  Promise.resolve(
    handlers['recipe.look']({ pair: pair(), setup, runId: options.runId ?? null, measure: options.measure ?? false }, { signal }),
  )
const stateOf = ({ gates }: RecipeReport, id: string) => gates.find((gate) => gate.id === id)?.state

it('recipe: before anything is measured the data gates are judged and the others wait', async () => {
  const report = await look()
  expect(stateOf(report, 'classes-balanced')).toBe('pass')
  expect(stateOf(report, 'standard-start')).toBe('pass')
  for (const id of ['initial-loss', 'overfits-one-batch', 'curve-healthy', 'source-good-enough']) expect(stateOf(report, id)).toBe('waits')
  expect(report.proposal?.backbone).toBe('mlp')
})

it('recipe: a study whose target has other classes is judged too', async () => {
  const others = join(root, 'others')
  await cp(join(root, 'target', 'bars'), join(others, 'stripes'), { recursive: true })
  await cp(join(root, 'target', 'crosses'), join(others, 'stars'), { recursive: true })
  const report = await handlers['recipe.look'](
    {
      pair: { ...pair(), target: { kind: 'folder', path: others }, newClasses: true },
      setup: { ...setup, method: 'prototypical', settings: { shots: 2, queries: 4 } },
      runId: null,
      measure: false,
    },
    { signal },
  )
  expect(stateOf(report, 'classes-balanced')).toBe('pass')
  expect(report.proposal?.backbone).toBe('mlp')
})

it('recipe: what was measured of a network is remembered for that network alone', async () => {
  const report = await look({ measure: true })
  for (const id of ['inputs-normalised', 'initial-loss', 'overfits-one-batch']) expect(stateOf(report, id)).toBe('pass')
  expect(new Set(parts).size).toBe(5)
  expect((await look()).checks).toEqual(report.checks)
  const other = await handlers['recipe.look']({ pair: pair(), setup: { ...setup, settings: {} }, runId: null, measure: false }, { signal })
  expect(other.checks).toBeNull()
})

it('recipe: after a run its curves, errors and adaptation are judged without a read of a target label of their own', async () => {
  const request = RunRequest.parse({
    ...pair(),
    methods: ['dann'],
    backbone: 'mlp',
    epochs: 6,
    batch: 8,
    seeds: [0],
    settings: setup.settings,
  })
  const record = await handlers['runs.start']({ studyId: null, request }, { signal })
  await service.runs.whenSettled(record.id)
  const before = (await handlers['runs.get']({ runId: record.id }, { signal })).ledger.length
  const report = await look({ runId: record.id })
  expect(report.curves.map(({ trialId }) => trialId)).toEqual(['dann-seed0'])
  expect(report.errors).toMatchObject({ trialId: 'dann-seed0', epoch: 6, images: 12 })
  expect(stateOf(report, 'enough-seeds')).toBe('warn')
  for (const id of ['source-good-enough', 'lambda-rises', 'calibrated', 'converged', 'no-negative-transfer'])
    expect(stateOf(report, id)).not.toBe('waits')
  expect((await handlers['runs.get']({ runId: record.id }, { signal })).ledger).toHaveLength(before)
})

it('recipe: the range test raises the rate and suggests one that lies within', async () => {
  const test = await handlers['recipe.rateTest']({ pair: pair(), setup: { ...setup, method: 'source-only', settings: {} } }, { signal })
  expect(test.points.length).toBeGreaterThan(20)
  expect(test.points[0].rate).toBeLessThan(test.points[test.points.length - 1].rate)
  expect(test.suggested).toBeGreaterThan(1e-6)
  expect(test.suggested).toBeLessThan(0.2)
})
