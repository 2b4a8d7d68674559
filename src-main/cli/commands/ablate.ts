/** `lab ablate`: what each part of regularising and refining gains on this data, with intervals. */
import { resolve } from 'node:path'
import type { AugmentationRow } from '@shared/domain/augmentation-picture'
import { type AblationPlan, FactorId } from '@shared/domain/campaign'
import { z } from 'zod'
import { augmentationHtml } from '../../engine/reporting/augmentation-html'
import { writeFileAtomic } from '../../storage/atomic-file'
import { campaignFlags, openOrStart } from '../campaign-flags'
import { type Command, exitCode } from '../command'
import { type EngineSession, openEngine } from '../engine-session'
import { campaignText, followCampaign } from '../follow-campaign'
import { findRecipeTarget, recipeFlags } from '../recipe-target'

export const ablate: Command = {
  name: 'ablate',
  usage:
    '(--source DIR --target DIR | --pair BUILTIN | --study DIR | --run DIR) [--in-order] [--factor ID…] [--picture FILE.html] --out DIR',
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
    picture: {
      value: 'FILE.html',
      help: 'only draw what each augmentation does to these images, as a page, and train nothing',
      schema: z.string().optional(),
    },
  },
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note, { maps: 'never' })
    if (values.picture !== undefined) {
      const drawn = await drawAugmentation(engine, values, interrupt)
      output.result(drawn, () => [...drawn.rows.map(rowText), `Picture: ${drawn.file}`].join('\n'))
      return exitCode.done
    }
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

type DrawnRow = Pick<AugmentationRow, 'id' | 'label' | 'strength' | 'on'>

async function drawAugmentation(
  engine: EngineSession,
  values: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<{ readonly file: string; readonly rows: readonly DrawnRow[] }> {
  const { pair, setup } = await findRecipeTarget(values, engine, 'source-only')
  const picture = await engine.client.call('recipe.augmentation', { pair, setup }, { signal })
  const file = resolve(String(values.picture))
  await writeFileAtomic(file, await augmentationHtml('What augmentation does', picture))
  return { file, rows: picture.rows.map(({ id, label, strength, on }) => ({ id, label, strength, on })) }
}

const rowText = ({ label, strength, on }: DrawnRow): string => `${on ? 'on ' : 'off'}  ${label}${strength === '' ? '' : `: ${strength}`}`
