/** What the registries say about methods and backbones: enough to build a form, a help page and `--set`. */
import { z } from 'zod'
import { BackboneId, RegistryId } from './ids'

export const Paper = z.object({ title: z.string(), authors: z.string(), year: z.number().int(), url: z.string() })
export type Paper = z.infer<typeof Paper>

export const MethodNeeds = z.object({
  sources: z.enum(['one', 'many', 'none']),
  /** `fenced-labels`: an upper bound that trains on target labels through the ledger. */
  target: z.enum(['none', 'unlabelled', 'few-labels', 'fenced-labels']),
  start: z.enum(['backbone', 'trained-model']),
})
export type MethodNeeds = z.infer<typeof MethodNeeds>

export const MethodFamily = z.enum([
  'reference',
  'adversarial',
  'discrepancy',
  'self-training',
  'reweighting',
  'supervised',
  'test-time',
  'generalization',
  'few-shot',
  'zero-shot',
])

/** JSON Schema of a parameter object, as zod derives it; the form in the window is built from it. */
export const ParamsSchema = z.record(z.string(), z.unknown())

export const MethodInfo = z.object({
  id: RegistryId,
  label: z.string(),
  family: MethodFamily,
  /** One sentence for the form. */
  summary: z.string(),
  needs: MethodNeeds,
  paper: Paper.nullable(),
  params: ParamsSchema,
})
export type MethodInfo = z.infer<typeof MethodInfo>

export const BackboneInfo = z.object({
  id: BackboneId,
  label: z.string(),
  summary: z.string(),
  /** Image sides the network accepts, in pixels. */
  minImageSize: z.number().int(),
  maxImageSize: z.number().int(),
  defaultImageSize: z.number().int(),
  params: ParamsSchema,
})
export type BackboneInfo = z.infer<typeof BackboneInfo>

/** A network as transfer learning sees it, from the image to the features. */
export const NetworkBlocks = z.object({
  blocks: z.array(z.object({ name: z.string(), /** Trainable values. */ weights: z.number().int().nonnegative() })),
  /** Values of the feature vector, which the head begins with. */
  features: z.number().int(),
})
export type NetworkBlocks = z.infer<typeof NetworkBlocks>
