/** Handlers of the campaigns' commands. */
import type { campaignCommands, campaignEvents } from '@shared/contract/parts/campaigns'
import type { Handlers } from '@shared/rpc/types'
import type { CampaignService } from './campaign-service'

interface Campaigns {
  readonly commands: typeof campaignCommands
  readonly events: typeof campaignEvents
}

export function createCampaignHandlers(campaigns: CampaignService): Handlers<Campaigns> {
  return {
    'campaigns.plan': (input, { signal }) => campaigns.plan(input, signal),
    'campaigns.start': (input, { signal }) => campaigns.start(input, signal),
    'campaigns.resume': ({ campaignId }) => campaigns.resume(campaignId),
    'campaigns.stop': ({ campaignId }) => campaigns.stop(campaignId),
    'campaigns.list': ({ studyId }) => campaigns.list(studyId),
    'campaigns.open': ({ folder }) => campaigns.open(folder),
  }
}
