/** Studies whose target has classes that were never trained on: recognised from a few examples, or from their attributes alone. */
import { z } from 'zod'

/** A share of answers with its 95 % interval, in percent. */
const Share = z.object({ pct: z.number(), lowPct: z.number(), highPct: z.number() })
export type Share = z.infer<typeof Share>

/** A mean over episodes with the half width of its 95 % interval, in percent. */
const EpisodeMean = z.object({ meanPct: z.number(), ci95Pct: z.number() })
export type EpisodeMean = z.infer<typeof EpisodeMean>

/** N-way K-shot episodes over the new classes, the same for the method and for the nearest pixels. */
export const FewShotFigures = z.object({
  /** The new classes that episodes were drawn from. */
  classes: z.array(z.string()),
  ways: z.number().int(),
  shots: z.number().int(),
  queries: z.number().int(),
  episodes: z.number().int(),
  accuracy: EpisodeMean,
  /** The class of the support image whose pixels are nearest: no training at all. */
  nearestPixel: EpisodeMean,
  /** Method minus nearest pixel, episode by episode. */
  overNearestPixel: EpisodeMean,
  /** Pairs of images of new classes, told apart by a distance alone; absent where the method has none. */
  pairs: z
    .object({
      /** Nearer than this they are taken to be of one class. */
      within: z.number(),
      /** Share of pairs of one class that are, and of pairs of two classes that are not, in percent. */
      samePct: z.number(),
      differentPct: z.number(),
    })
    .optional(),
})
export type FewShotFigures = z.infer<typeof FewShotFigures>

export const ZeroShotFigures = z.object({
  /** Classes never trained on, and those trained on. */
  unseenClasses: z.array(z.string()),
  seenClasses: z.array(z.string()),
  /** Images of unseen classes, answered among unseen classes only; chance is one in as many. */
  unseen: Share,
  chancePct: z.number(),
  /** Answered among all classes: held-out images of seen classes, images of unseen ones, and the harmonic mean of both. */
  generalized: z.object({ seen: Share, unseen: Share, harmonicPct: z.number() }),
})
export type ZeroShotFigures = z.infer<typeof ZeroShotFigures>

/** Class × attribute: what is known of every class, trained on or not. Values lie in [0,1]: 1 has it, 0 has it not. */
export const CodeTable = z
  .strictObject({
    attributes: z.array(z.string().min(1)).min(1).max(500),
    codes: z.record(z.string(), z.array(z.number().min(0).max(1))),
  })
  .refine(({ attributes, codes }) => Object.values(codes).every((code) => code.length === attributes.length), {
    message: 'every class needs a value for every attribute',
    path: ['codes'],
  })
export type CodeTable = z.infer<typeof CodeTable>
