/** Writes a method's page under docs/methods from what the registry knows about it. */
import type { MethodInfo } from '@shared/domain/method'
import { z } from 'zod'

/** A property as zod's JSON Schema has it, with the metadata of `.meta()`. */
const Property = z.object({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.unknown(),
  title: z.string().optional(),
  unit: z.string().optional(),
  description: z.string().optional(),
})
type Property = z.infer<typeof Property>

const sourcesText = { one: 'one labelled source', many: 'several labelled sources', none: 'no source' } as const
const targetText = {
  none: 'nothing of the target',
  unlabelled: 'target images without labels',
  'few-labels': 'a few labelled target images',
  'fenced-labels': 'target labels, read through the ledger',
} as const
const startText = { backbone: 'a fresh backbone', 'trained-model': 'a trained model' } as const

/** Markdown, ending in a newline. The same for the same registry entry. */
export function documentMethod(info: MethodInfo): string {
  const { needs, paper } = info
  const properties = Object.entries(z.record(z.string(), Property).parse(info.params.properties ?? {}))
  return `${[
    `# ${info.label}`,
    `<!-- Generated from the method's registry entry: edit that, then run its test with UPDATE_DOCS=1. -->`,
    info.summary,
    `- Id: \`${info.id}\`\n- Family: ${info.family}\n- Trains on: ${sourcesText[needs.sources]}, ${targetText[needs.target]}\n- Starts from: ${startText[needs.start]}`,
    ...(paper === null ? [] : [`**Paper.** ${paper.authors} (${paper.year}). [${paper.title}](${paper.url}).`]),
    '## Parameters',
    `Set in the form, or with \`--set name=value\`.`,
    [
      '| Name | Title | Default | Allowed | What it does |',
      '|---|---|---|---|---|',
      ...properties.map(([name, property]) => tableRow(name, property)),
    ].join('\n'),
  ].join('\n\n')}\n`
}

function tableRow(name: string, property: Property): string {
  const unit = property.unit === undefined ? '' : ` ${property.unit}`
  const cells = [`\`${name}\``, property.title ?? name, `${property.default}${unit}`, allowedValues(property), property.description ?? '']
  return `| ${cells.join(' | ')} |`
}

function allowedValues({ type, enum: choices, minimum, maximum }: Property): string {
  if (choices !== undefined) return choices.join(', ')
  if (type === 'boolean') return 'true, false'
  return `${minimum} to ${maximum}${type === 'integer' ? ', whole' : ''}`
}
