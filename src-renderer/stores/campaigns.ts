/** Campaigns of each study, ablations and searches, folded from the engine's announcements. */
import type { CommandInput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import type { Campaign } from '@shared/domain/campaign'
import type { RateTest } from '@shared/domain/rate-test'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine } from '../app/services'

export type CampaignStart = CommandInput<EngineContract, 'campaigns.plan'>

export interface CampaignsState {
  /** By id. */
  readonly campaigns: Readonly<Record<string, Campaign>>
  /** The last range test of each study. */
  readonly rateTests: Readonly<Record<string, RateTest>>
  load(studyId: string): Promise<void>
  plan(start: CampaignStart): Promise<Campaign>
  start(start: CampaignStart): Promise<Campaign>
  stop(campaignId: string): Promise<void>
  resume(campaignId: string): Promise<void>
  testRates(studyId: string, input: CommandInput<EngineContract, 'recipe.rateTest'>, signal: AbortSignal): Promise<void>
  /** Follows the engine's events; returns the function that stops. */
  connect(): () => void
}

export function createCampaignsStore(deps: { readonly engine: Client<EngineContract> }) {
  const { engine } = deps
  return create<CampaignsState>()((set) => {
    const keep = (...found: readonly Campaign[]): void =>
      set(({ campaigns }) => ({ campaigns: { ...campaigns, ...Object.fromEntries(found.map((one) => [one.id, one])) } }))
    return {
      campaigns: {},
      rateTests: {},
      load: async (studyId) => keep(...(await engine.call('campaigns.list', { studyId }))),
      plan: (start) => engine.call('campaigns.plan', start),
      start: async (start) => {
        const campaign = await engine.call('campaigns.start', start)
        keep(campaign)
        return campaign
      },
      stop: async (campaignId) => keep(await engine.call('campaigns.stop', { campaignId })),
      resume: async (campaignId) => keep(await engine.call('campaigns.resume', { campaignId })),
      testRates: async (studyId, input, signal) => {
        const test = await engine.call('recipe.rateTest', input, { signal })
        set(({ rateTests }) => ({ rateTests: { ...rateTests, [studyId]: test } }))
      },
      connect: () => engine.on('campaign.changed', (campaign) => keep(campaign)),
    }
  })
}

export const useCampaigns = createCampaignsStore({ engine })

/** A study's campaigns of a kind, newest first. */
export function campaignsOf(campaigns: CampaignsState['campaigns'], studyId: string, kind: Campaign['plan']['kind']): readonly Campaign[] {
  return Object.values(campaigns)
    .filter((one) => one.studyId === studyId && one.plan.kind === kind)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}
