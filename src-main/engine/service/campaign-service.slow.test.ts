/** Campaigns end to end on a tiny pair: an ablation, a stop and a resume, a search; no target label is read by any of them. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import type { Campaign, CampaignPlan } from '@shared/domain/campaign'
import { RunRequest } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEngineService, type EngineService } from './engine-service'
import { writeBarsAndCrosses } from './testing/bars-and-crosses'
import { createMapWorker } from './testing/map-worker'

const signal = new AbortController().signal
let root = ''
let service: EngineService
let handlers: Handlers<EngineContract>
let changed: (campaign: Campaign) => void = () => undefined

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-campaign-'))
  await writeBarsAndCrosses(join(root, 'source'), { size: 8, perClass: 40, seed: 1 })
  await writeBarsAndCrosses(join(root, 'target'), { size: 8, perClass: 40, seed: 2 })
  service = createEngineService({
    home: join(root, 'home'),
    cacheFolder: join(root, 'cache'),
    builtInFolder: join(root, 'none'),
    emit: (event, payload) => {
      if (event === 'campaign.changed') changed(payload as Campaign)
    },
    log: () => undefined,
    maps: 'last-epoch',
    createMapWorker,
  })
  handlers = service.handlers
})
afterAll(async () => {
  await service.shutdown()
  await rm(root, { recursive: true, force: true })
})

const request = (): RunRequest =>
  RunRequest.parse({
    source: { kind: 'folder', path: join(root, 'source') },
    target: { kind: 'folder', path: join(root, 'target') },
    images: { imageSize: 8 },
    testFraction: 0.25,
    methods: ['source-only'],
    backbone: 'mlp',
    epochs: 3,
    batch: 16,
    seeds: [0, 1],
    settings: { hiddenUnits: 16 },
  })
const start = (plan: CampaignPlan, folder: string): Promise<Campaign> =>
  Promise.resolve(
    handlers['campaigns.start'](
      { studyId: null, request: request(), plan, objective: 'source-risk', folder: join(root, folder) },
      { signal },
    ),
  )

it('campaign: an ablation compares every switch with the base over the same seeds and reads no target label', async () => {
  const { id } = await start(
    { kind: 'ablation', design: 'one-factor', factors: ['more-data', 'weight-decay', 'early-stopping', 'normalisation'] },
    'ablation',
  )
  const done = await service.campaigns.whenSettled(id)
  expect(done.status).toBe('done')
  expect(Object.fromEntries(done.variants.map((one) => [one.id, one.status]))).toEqual({
    base: 'done',
    'more-data': 'done',
    normalisation: 'unfit',
    'weight-decay': 'done',
    'early-stopping': 'done',
  })
  expect(done.cost).toMatchObject({ epochs: 18, spentEpochs: 18 })
  expect(done.conclusion).not.toBe('')
  for (const { runId, outcome } of done.variants) {
    if (runId === null) continue
    expect(outcome?.seeds).toBe(2)
    const { ledger, record } = await handlers['runs.get']({ runId }, { signal })
    expect(ledger).toEqual([])
    expect(record.request.sealed).toBe(true)
  }
  expect((await readdir(join(root, 'ablation', 'runs'))).sort()).toEqual(['base', 'more-data', 'weight-decay'])
})

it('campaign: one that is stopped keeps what is done and goes on from there', async () => {
  const halfway = new Promise<Campaign>((resolve) => {
    changed = (campaign) => {
      if (campaign.variants.filter(({ status }) => status === 'done').length === 1) resolve(campaign)
    }
  })
  const { id } = await start({ kind: 'ablation', design: 'add-in-order', factors: ['augmentation', 'label-smoothing'] }, 'stopped')
  await halfway
  const stopped = await handlers['campaigns.stop']({ campaignId: id }, { signal })
  expect(stopped.status).toBe('stopped')
  const base = stopped.variants[0]
  expect(base.status).toBe('done')
  await handlers['campaigns.resume']({ campaignId: id }, { signal })
  const done = await service.campaigns.whenSettled(id)
  expect(done.status).toBe('done')
  expect(done.variants[0]).toEqual(base)
  expect(done.variants.every(({ status }) => status === 'done')).toBe(true)
})

it('campaign: a halving search ends with one trial that trained all epochs', async () => {
  const { id } = await start({ kind: 'search', strategy: 'halving', trials: 3, seed: 1 }, 'search')
  const done = await service.campaigns.whenSettled(id)
  expect(done.status).toBe('done')
  expect(done.variants.filter(({ status }) => status === 'dropped')).toHaveLength(2)
  expect(done.variants.filter(({ rung }) => rung === 1).map(({ epochs, status }) => `${epochs} ${status}`)).toEqual(['3 done'])
  expect(done.best?.variant).toMatch(/-round-2$/)
})

it('campaign: an unknown validator is refused with the known ones', async () => {
  const input = {
    studyId: null,
    request: request(),
    plan: { kind: 'search', strategy: 'random', trials: 2, seed: 0 } as const,
    objective: 'accuracy',
  }
  await expect(Promise.resolve(handlers['campaigns.plan'](input, { signal }))).rejects.toMatchObject({
    code: 'invalid-input',
    field: 'objective',
  })
})

it('campaign: settings of the data are those of every variant', async () => {
  const plan: CampaignPlan = { kind: 'ablation', design: 'one-factor', factors: ['weight-decay'] }
  const asked = { ...request(), settings: { hiddenUnits: 16, testFraction: 0.5, labelFraction: 0.5 } }
  const planned = await handlers['campaigns.plan']({ studyId: null, request: asked, plan, objective: 'source-risk' }, { signal })
  expect(planned.base.testFraction).toBe(0.5)
  expect(planned.base.settings).toMatchObject({ labelFraction: 0.5 })
})

it('campaign: a method that learns from target labels is refused', async () => {
  const plan: CampaignPlan = { kind: 'ablation', design: 'one-factor', factors: ['weight-decay'] }
  for (const method of ['fine-tune', 'target-oracle']) {
    const asked = { ...request(), methods: [method] }
    const planning = async () => handlers['campaigns.plan']({ studyId: null, request: asked, plan, objective: 'source-risk' }, { signal })
    await expect(planning()).rejects.toThrow('which a campaign never reads')
  }
})
