/** `lab ablate`: what each part of regularising and refining gains on this data, with intervals. */
import { type AblationPlan, FactorId } from '@shared/domain/campaign'
import { z } from 'zod'
import { campaignFlags, openOrStart } from '../campaign-flags'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { campaignText, followCampaign } from '../follow-campaign'
import { findRecipeTarget, recipeFlags } from '../recipe-target'

export const ablate: Command = {
  name: 'ablate',
  usage: '(--source DIR --target DIR | --pair BUILTIN | --study DIR | --run DIR) [--in-order] [--factor ID…] --out DIR',
  summary: 'Switches the parts of the recipe one at a time, or one on top of the other, and says what each gains. Reads no target label.',
  maxPositionals: 0,
  flags: {
    ...recipeFlags,
    ...campaignFlags,
    'in-order': { help: 'each part on top of those before it, in the order of the recipe', schema: z.boolean().optional() },
    factor: {
      value: 'ID',
      many: true,
      help: `which parts: ${FactorId.options.join(', ')}; default those of regularising`,
      schema: z.array(FactorId).min(1).optional(),
    },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note, { maps: 'never' })
    const plan: AblationPlan = {
      kind: 'ablation',
      design: values['in-order'] === true ? 'add-in-order' : 'one-factor',
      ...(values.factor === undefined ? {} : { factors: values.factor as FactorId[] }),
    }
    const campaign = await openOrStart(values, engine, async () => ({
      request: (await findRecipeTarget(values, engine, 'source-only')).request,
      plan,
    }))
    if (values.plan === true) {
      output.result(campaign, () => campaignText(campaign))
      return exitCode.done
    }
    return followCampaign(engine, campaign, output, interrupt)
  },
}
