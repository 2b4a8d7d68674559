/** Campaigns: ablations and searches as series of runs, without a read of any target label. */
import { z } from 'zod'
import { Campaign, CampaignPlan } from '../../domain/campaign'
import { FolderId, RegistryId } from '../../domain/ids'
import { RunRequest } from '../../domain/run'

const start = z.strictObject({
  studyId: FolderId.nullable(),
  /** Method, network, length and seeds that every variant changes. */
  request: RunRequest,
  plan: CampaignPlan,
  /** Validator that decides; the rates of the field's benchmark speak for importance weighting. */
  objective: RegistryId.default('iwcv'),
})
const CampaignRef = z.strictObject({ campaignId: FolderId })

export const campaignCommands = {
  /** The variants and what they would cost; nothing is started. */
  'campaigns.plan': { input: start, output: Campaign },
  /** Starts it: its runs enter the queue one after another. `folder` (absolute) is for the command line. */
  'campaigns.start': { input: start.extend({ folder: z.string().optional() }), output: Campaign },
  /** Goes on where it stopped: finished variants are kept, a run that was interrupted goes on from its checkpoint. */
  'campaigns.resume': { input: CampaignRef, output: Campaign },
  /** Stops its run at the next step, with its checkpoint kept. */
  'campaigns.stop': { input: CampaignRef, output: Campaign },
  'campaigns.list': { input: z.strictObject({ studyId: FolderId.nullable() }), output: z.array(Campaign) },
  /** Reads a campaign's folder that was made elsewhere. */
  'campaigns.open': { input: z.strictObject({ folder: z.string().min(1) }), output: Campaign },
} as const

export const campaignEvents = { 'campaign.changed': Campaign }
