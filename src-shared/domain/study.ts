/** A study: two domains and the settings tried on them; runs belong to it. */
import { z } from 'zod'
import { DomainSource, ImageSettings } from './dataset'
import { FolderId } from './ids'
import { CodeTable } from './new-classes'
import { PairPreparation } from './preparation'
import { ClassMap, SplitSettings } from './split'

/** What a study asks: one target to adapt to, a target never seen, or classes never trained on. */
export const StudyKind = z.enum(['adaptation', 'generalization', 'few-shot', 'zero-shot'])
export type StudyKind = z.infer<typeof StudyKind>

export const StudyData = z.strictObject({
  /** Adaptation where absent. */
  kind: StudyKind.optional(),
  source: DomainSource.nullable(),
  target: DomainSource.nullable(),
  images: ImageSettings,
  /** Part of each domain held out for the test figures. */
  testFraction: z.number().min(0.05).max(0.5).default(0.1),
  splits: SplitSettings.optional(),
  preparation: PairPreparation.optional(),
  classMap: ClassMap.optional(),
  /** Attributes of the classes, for zero-shot studies; a built-in pair brings its own. */
  codes: CodeTable.optional(),
})
export type StudyData = z.infer<typeof StudyData>

export const Study = z.object({
  id: FolderId,
  name: z.string().min(1).max(120),
  createdAt: z.string(),
  updatedAt: z.string(),
  data: StudyData,
  /** Started by the "Try the digits" button: shown with a demo chip. */
  demo: z.boolean().default(false),
})
export type Study = z.infer<typeof Study>
