/** `lab tune`: searches hyper-parameters on a validator that sees no target label. */
import type { SearchPlan } from '@shared/domain/campaign'
import { z } from 'zod'
import { campaignFlags, openOrStart } from '../campaign-flags'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { wholeNumber } from '../flags'
import { campaignText, followCampaign } from '../follow-campaign'
import { findRecipeTarget, recipeFlags } from '../recipe-target'

export const tune: Command = {
  name: 'tune',
  usage: '(--source DIR --target DIR | --pair BUILTIN | --study DIR | --run DIR) [--strategy halving|random] [--trials N] --out DIR',
  summary: 'Searches learning rate, batch, decay and what else the method has, by a label-free validator. Reads no target label.',
  maxPositionals: 0,
  flags: {
    ...recipeFlags,
    ...campaignFlags,
    strategy: {
      value: 'S',
      help: 'halving (default): short trials first, the best third goes on three times as long; random: all to the end',
      schema: z.enum(['random', 'halving']).optional(),
    },
    trials: { value: 'N', help: 'points of the space, default 9', schema: wholeNumber(2, 200).optional() },
    'search-seed': { value: 'N', help: 'which points, default 0', schema: wholeNumber(0, 2_147_483_647).optional() },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note, { maps: 'never' })
    const plan: SearchPlan = {
      kind: 'search',
      strategy: (values.strategy as SearchPlan['strategy'] | undefined) ?? 'halving',
      trials: (values.trials as number | undefined) ?? 9,
      seed: (values['search-seed'] as number | undefined) ?? 0,
    }
    const campaign = await openOrStart(values, engine, async () => ({ request: (await findRecipeTarget(values, engine)).request, plan }))
    if (values.plan === true) {
      output.result(campaign, () => campaignText(campaign))
      return exitCode.done
    }
    return followCampaign(engine, campaign, output, interrupt)
  },
}
