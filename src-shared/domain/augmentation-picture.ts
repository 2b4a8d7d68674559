/** What each random augmentation makes of a study's own images: the same images in every row, changed in one way. */
import { z } from 'zod'
import { typedArray } from './typed-array'

export const AugmentationRow = z.object({
  id: z.enum(['as-it-is', 'shift', 'rotation', 'flip', 'brightness', 'contrast', 'together']),
  label: z.string(),
  /** How far it goes, in words. */
  strength: z.string(),
  /** Whether training would use it: the set-up has it on, or where nothing is on, the switch of the recipe turns it on. */
  on: z.boolean(),
  /** [count, size, size, 4] uint8 RGBA. */
  pixels: typedArray<Uint8Array>(Uint8Array),
})
export type AugmentationRow = z.infer<typeof AugmentationRow>

export const AugmentationPicture = z.object({
  /** Side of an image in pixels, as the network is fed. */
  size: z.number().int().positive(),
  /** Images in a row. */
  count: z.number().int().positive(),
  rows: z.array(AugmentationRow),
})
export type AugmentationPicture = z.infer<typeof AugmentationPicture>
