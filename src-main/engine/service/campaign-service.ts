/** Carries campaigns out: one variant after another through the queue of runs, resumable, without a read of any target label. */
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { ParsedInput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import { applyRunChange } from '@shared/domain/apply-run-change'
import type { Campaign, Variant } from '@shared/domain/campaign'
import type { RunRecord, RunRequest } from '@shared/domain/run'
import { makeEmptyFolder } from '../data/make-empty-folder'
import { validators } from '../evaluation/validators/registry'
import { findMethod, knownNames } from '../methods/registry'
import { concludeCampaign, figuresOf, judgeVariant, type SeedFigures, stoppedEarly } from '../recipe/campaigns/judge-variant'
import { baseId, planAblation } from '../recipe/campaigns/plan-ablation'
import { nextRound, planSearch, searchEpochs } from '../recipe/campaigns/plan-search'
import type { CampaignStore } from './campaign-store'
import type { DomainStore } from './domain-store'
import { findNetwork } from './find-network'
import { resolveRequest } from './prepare-trial'
import type { RunManager } from './run-manager'

type PlanInput = ParsedInput<EngineContract, 'campaigns.plan'>
type StartInput = ParsedInput<EngineContract, 'campaigns.start'>

export interface CampaignParts {
  readonly store: CampaignStore
  readonly runs: RunManager
  readonly domains: DomainStore
  readonly onChange: (campaign: Campaign) => void
  readonly log: (line: string) => void
}

interface Live {
  campaign: Campaign
  stopping: boolean
  readonly done: Promise<void>
}

/** Settings of a request that do not belong to the method or network. */
const ownSettings = ['compile', 'sourcePart', 'labelFraction']

export class CampaignService {
  private readonly live = new Map<string, Live>()

  constructor(private readonly parts: CampaignParts) {}

  /** The variants with their cost, unstarted. Throws `invalid-input` for an unknown validator, method or setting. */
  async plan({ studyId, request, plan, objective }: PlanInput, signal: AbortSignal): Promise<Campaign> {
    if (!validators.some(({ id }) => id === objective)) {
      throw new AppError(
        'invalid-input',
        `There is no validator named "${objective}".`,
        `Known: ${validators.map(({ id }) => id).join(', ')}.`,
        'objective',
      )
    }
    // Bare and sealed: no oracle, no report of target figures. Nothing of a campaign can have looked.
    const asked: RunRequest = { ...request, bare: true, sealed: true, methods: request.methods.slice(0, 1) }
    // Settings of the data become fields here: later only those of the method and the network are passed on.
    const base = resolveRequest(asked, asked.methods).request
    refuseLabelReaders(base)
    const knows = knowsFor(base)
    const { source } = await this.parts.domains.pair(base, signal)
    const images = Math.floor(source.summary.images * (1 - base.testFraction))
    const variants = plan.kind === 'ablation' ? planAblation(plan, base, knowsFor) : planSearch(plan, { request: base, knows, images })
    const epochs = plan.kind === 'ablation' ? variants.filter(isTrained).length * base.epochs : searchEpochs(plan, base.epochs)
    const id = `${plan.kind}-${stamp()}-${randomBytes(2).toString('hex')}`
    const campaign: Campaign = {
      id,
      studyId,
      name:
        plan.kind === 'ablation'
          ? `Ablation, ${plan.design === 'one-factor' ? 'one factor at a time' : 'add in order'}`
          : `Search, ${plan.trials} trials`,
      folder: this.parts.store.folderFor(studyId, id),
      createdAt: new Date().toISOString(),
      status: 'running',
      plan,
      base,
      objective,
      variants,
      cost: { epochs: epochs * base.seeds.length, spentEpochs: 0, seconds: 0, secondsLeft: null },
      conclusion: '',
      best: null,
    }
    return campaign
  }

  async start({ folder, ...input }: StartInput, signal: AbortSignal): Promise<Campaign> {
    const planned = await this.plan(input, signal)
    const campaign = folder === undefined ? planned : { ...planned, folder: resolve(folder) }
    await makeEmptyFolder(campaign.folder)
    return this.begin(campaign)
  }

  async resume(campaignId: string): Promise<Campaign> {
    const live = this.live.get(campaignId)
    if (live) return live.campaign
    const campaign = await this.parts.store.find(campaignId)
    if (campaign.status === 'done') throw new AppError('invalid-input', 'This campaign is done.', 'Start another one.', 'campaignId')
    return this.begin({ ...campaign, status: 'running' })
  }

  async stop(campaignId: string): Promise<Campaign> {
    const live = this.live.get(campaignId)
    if (live === undefined)
      throw new AppError('invalid-input', 'This campaign is not running.', 'Resume it, or start another one.', 'campaignId')
    live.stopping = true
    const running = live.campaign.variants.find(({ status }) => status === 'running')
    if (running?.runId) await this.parts.runs.cancel(running.runId)
    await live.done
    return live.campaign
  }

  /** Those of a study, newest first; what claims to run while nothing runs it has stopped. */
  async list(studyId: string | null): Promise<Campaign[]> {
    return (await this.parts.store.list(studyId)).map((one) => this.asItStands(one))
  }

  async open(folder: string): Promise<Campaign> {
    return this.asItStands(await this.parts.store.open(folder))
  }

  /** Resolves when the campaign has come to rest. */
  async whenSettled(campaignId: string): Promise<Campaign> {
    await this.live.get(campaignId)?.done
    return this.parts.store.find(campaignId)
  }

  private asItStands(campaign: Campaign): Campaign {
    const live = this.live.get(campaign.id)
    if (live) return live.campaign
    return campaign.status === 'running' ? { ...campaign, status: 'stopped' } : campaign
  }

  private async begin(campaign: Campaign): Promise<Campaign> {
    await this.parts.store.write(campaign)
    let settle: () => void = () => undefined
    const live: Live = { campaign, stopping: false, done: new Promise((resolve) => (settle = resolve)) }
    this.live.set(campaign.id, live)
    this.parts.onChange(campaign)
    void this.work(live)
      .catch((error: unknown) => this.parts.log(`campaign ${campaign.id}: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        this.live.delete(campaign.id)
        settle()
      })
    return campaign
  }

  private async work(live: Live): Promise<void> {
    try {
      for (;;) {
        const next =
          live.campaign.variants.find(({ status }) => status === 'running') ??
          live.campaign.variants.find(({ status }) => status === 'waits')
        if (live.stopping) return await this.update(live, { status: 'stopped' })
        if (next !== undefined) {
          await this.carryOut(live, next)
          continue
        }
        const { plan, variants, base } = live.campaign
        const round = plan.kind === 'search' ? nextRound(plan, variants, base.epochs) : null
        if (round === null) return await this.update(live, { status: 'done', ...concludeCampaign(live.campaign) })
        await this.update(live, { variants: round })
      }
    } catch (error) {
      await this.update(live, { status: 'failed', conclusion: error instanceof Error ? error.message : String(error) })
      throw error
    }
  }

  private async carryOut(live: Live, variant: Variant): Promise<void> {
    if (variant.factor === 'early-stopping') {
      const { stopped, last } = await this.stopEarly(live.campaign)
      await this.conclude(live, variant, { figures: stopped, against: last })
      return
    }
    const record = await this.enter(live.campaign, variant)
    await this.change(live, variant.id, { status: 'running', runId: record.id })
    if (live.stopping) await this.parts.runs.cancel(record.id)
    const settled = await this.parts.runs.whenSettled(record.id)
    if (settled.status === 'cancelled' || settled.status === 'interrupted') {
      // Stopped from the list of runs, or with the program: the variant goes on from its checkpoint when the campaign is resumed.
      live.stopping = true
      return
    }
    if (settled.status !== 'done') {
      await this.change(live, variant.id, { status: 'failed', note: settled.failure?.message ?? 'The run failed.' })
      return
    }
    const compared = live.campaign.variants.find(({ id }) => id === variant.against)
    const against = compared?.runId && compared.status === 'done' ? await this.readFigures(live.campaign, compared.runId) : null
    await this.conclude(live, variant, { figures: await this.readFigures(live.campaign, record.id), against })
  }

  /** Starts the variant's run, or goes on with the one it has. */
  private async enter(campaign: Campaign, variant: Variant): Promise<RunRecord> {
    const { runs } = this.parts
    if (variant.runId !== null) {
      const { record } = await runs.find(variant.runId)
      return record.status === 'done' ? record : runs.resume(variant.runId)
    }
    const request = requestOf(campaign, variant)
    const name = `${campaign.plan.kind === 'ablation' ? 'Ablation' : 'Search'}: ${variant.label}`
    return runs.start({ studyId: campaign.studyId, name, request, folder: join(campaign.folder, 'runs', variant.id) })
  }

  private async readFigures({ objective }: Campaign, runId: string): Promise<SeedFigures[]> {
    const { result } = await this.parts.runs.get(runId)
    if (result === null) throw new Error(`run ${runId} is done but has no result`)
    return figuresOf(result, objective)
  }

  private async stopEarly(campaign: Campaign): Promise<ReturnType<typeof stoppedEarly>> {
    const { runs } = this.parts
    const base = campaign.variants.find(({ id }) => id === baseId)
    if (!base?.runId || base.status !== 'done') return { stopped: [], last: [] }
    const { record } = await runs.find(base.runId)
    const metrics = new Map<number, Awaited<ReturnType<RunManager['metrics']>>>()
    for (const trial of record.trials) metrics.set(trial.seed, await runs.metrics(record.id, trial.id))
    return stoppedEarly(await this.readFigures(campaign, base.runId), (seed) => metrics.get(seed) ?? [], campaign.objective)
  }

  private async conclude(
    live: Live,
    variant: Variant,
    { figures, against }: { readonly figures: readonly SeedFigures[]; readonly against: readonly SeedFigures[] | null },
  ): Promise<void> {
    if (figures.length === 0) {
      await this.change(live, variant.id, { status: 'failed', note: 'What it is compared with has failed.' })
      return
    }
    const outcome = judgeVariant(figures, against)
    const trained = isTrained(variant)
    const { cost } = live.campaign
    const spentEpochs = cost.spentEpochs + (trained ? variant.epochs * live.campaign.base.seeds.length : 0)
    const seconds = cost.seconds + outcome.seconds
    const secondsLeft = spentEpochs === 0 ? null : (seconds / spentEpochs) * Math.max(0, cost.epochs - spentEpochs)
    await this.change(live, variant.id, { status: 'done', outcome }, { ...cost, spentEpochs, seconds, secondsLeft })
  }

  private change(live: Live, variantId: string, patch: Partial<Variant>, cost = live.campaign.cost): Promise<void> {
    return this.update(live, { cost, variants: live.campaign.variants.map((one) => (one.id === variantId ? { ...one, ...patch } : one)) })
  }

  private async update(live: Live, patch: Partial<Campaign>): Promise<void> {
    live.campaign = { ...live.campaign, ...patch }
    await this.parts.store.write(live.campaign)
    this.parts.onChange(live.campaign)
  }
}

/** A variant that has a run of its own. */
function isTrained({ status, factor }: Variant): boolean {
  return status !== 'unfit' && factor !== 'early-stopping'
}

/** Settings that the variant's network or method does not have are left out: they belong to the base's. */
function requestOf({ base }: Campaign, { change, epochs }: Variant): RunRequest {
  const request = { ...applyRunChange(base, change), epochs }
  const knows = knowsFor(request)
  return {
    ...request,
    settings: Object.fromEntries(Object.entries(request.settings).filter(([name]) => knows(name) || ownSettings.includes(name))),
  }
}

/** What learns from target labels would choose settings by them. */
function refuseLabelReaders({ methods }: RunRequest): void {
  for (const { label, needs } of methods.map(findMethod)) {
    if (needs.target !== 'few-labels' && needs.target !== 'fenced-labels') continue
    throw new AppError(
      'invalid-input',
      `${label} learns from target labels, which a campaign never reads.`,
      'Choose a method that needs no target labels.',
      'method',
    )
  }
}

function knowsFor({ methods, backbone }: RunRequest): (name: string) => boolean {
  const known = new Set([...knownNames(findNetwork(backbone).params), ...methods.flatMap((id) => knownNames(findMethod(id).params))])
  return (name) => known.has(name)
}

/** "20260102-030405": sortable, safe as part of a folder name. */
function stamp(): string {
  return new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
}
