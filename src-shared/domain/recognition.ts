/** New classes named with a few images, and what other images are taken for. */
import { z } from 'zod'
import { FolderId } from './ids'

const files = z.array(z.string().min(1))

export const RecogniseRequest = z.strictObject({
  runId: FolderId,
  trialId: FolderId,
  /** Each with absolute paths of the images that stand for it. */
  classes: z.array(z.strictObject({ name: z.string().min(1).max(120), files: files.min(1).max(20) })).max(50),
  /** Absolute paths of images to be recognised. */
  queries: files.max(64),
  /** The classes that the run was trained on are answers too. */
  withTrained: z.boolean().default(true),
})
export type RecogniseRequest = z.output<typeof RecogniseRequest>

export const Recognition = z.object({
  answers: z.array(
    z.object({
      file: z.string(),
      /** Most probable first, by the distance to each class: to its mean, or for siamese networks to its nearest image. */
      classes: z.array(z.object({ name: z.string(), probability: z.number(), isNew: z.boolean() })),
      /** Whether it is as near to a class as images of one class are; null where the method has no such distance. */
      known: z.boolean().nullable(),
    }),
  ),
})
export type Recognition = z.infer<typeof Recognition>
