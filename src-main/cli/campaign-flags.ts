/** What `lab ablate` and `lab tune` have in common: where a campaign is written, what decides, going on with one. */
import { resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { Campaign, CampaignPlan } from '@shared/domain/campaign'
import type { RunRequest } from '@shared/domain/run'
import { z } from 'zod'
import type { EngineSession } from './engine-session'
import type { Flags } from './flags'

export const campaignFlags: Flags = {
  objective: { value: 'ID', help: 'validator that decides, default iwcv; see docs/comparing.md', schema: z.string().optional() },
  out: {
    value: 'DIR',
    help: 'empty folder for the campaign and its runs; default one under the home folder',
    schema: z.string().optional(),
  },
  resume: { value: 'DIR', help: 'goes on with a campaign that was stopped', schema: z.string().optional() },
  plan: { help: 'only list the variants and their cost', schema: z.boolean().optional() },
}

/** A campaign that goes on, that begins, or with --plan that is only listed. */
export async function openOrStart(
  values: Readonly<Record<string, unknown>>,
  { client }: EngineSession,
  make: () => Promise<{ readonly request: RunRequest; readonly plan: CampaignPlan }>,
): Promise<Campaign> {
  if (values.resume !== undefined) {
    if (values.out !== undefined)
      throw new AppError('invalid-input', '--resume and --out exclude each other.', 'Give the folder to --resume alone.', '--out')
    const { id } = await client.call('campaigns.open', { folder: resolve(String(values.resume)) })
    return client.call('campaigns.resume', { campaignId: id })
  }
  const { request, plan } = await make()
  const input = { studyId: null, request, plan, ...(values.objective === undefined ? {} : { objective: String(values.objective) }) }
  if (values.plan === true) return client.call('campaigns.plan', input)
  return client.call('campaigns.start', { ...input, ...(values.out === undefined ? {} : { folder: resolve(String(values.out)) }) })
}
