/** What a model's card says, as data: the window shows it, and the exported folder holds it as Markdown and HTML. */
import { z } from 'zod'

/** The fact that says what the model reaches on the target. */
export const targetAccuracyTerm = 'Target accuracy'

export const CardFact = z.object({
  /** "Target accuracy". */
  term: z.string(),
  /** One or two sentences. */
  text: z.string(),
})
export type CardFact = z.infer<typeof CardFact>

export const ModelCard = z.object({
  title: z.string(),
  /** One sentence: what it tells apart, in which images. */
  summary: z.string(),
  facts: z.array(CardFact),
  /** Lines that load the file, by language. */
  load: z.array(z.object({ language: z.enum(['Python', 'JavaScript']), code: z.string() })),
  /** What travels inside the file. */
  note: z.string(),
})
export type ModelCard = z.infer<typeof ModelCard>
