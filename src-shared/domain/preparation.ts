/** What is done to a domain's images whenever they are fed: recorded in the study and in every run, never done to files. */
import { z } from 'zod'

const edge = z.number().min(0).max(0.45).default(0)

/** Parts of the width and height cut off at each side. */
export const Crop = z.strictObject({ left: edge, top: edge, right: edge, bottom: edge })
export type Crop = z.infer<typeof Crop>

const perChannel = z.array(z.number()).length(3)

const fields = {
  /** Content hashes of images that are left out. */
  exclude: z.array(z.string().min(1)),
  /** Content hashes of the only images that are taken; null takes all. */
  only: z.array(z.string().min(1)).nullable(),
  /** Class that the user gives a source image instead of its folder's, by content hash; a target's labels are not the user's to see. */
  relabel: z.record(z.string(), z.string().min(1)),
  /** `one`: of images with the same content only the first is kept. */
  copies: z.enum(['all', 'one']),
  crop: Crop.nullable(),
  /** `bgr`: red and blue were exchanged when the files were written, and are exchanged back. */
  channelOrder: z.enum(['rgb', 'bgr']),
  /** `grey`: three equal channels, as Rec. 601 weighs them. */
  colour: z.enum(['colour', 'grey']),
  /** Black becomes white. */
  invert: z.boolean(),
  /** value × gain + offset for each channel, of values in [0,1], cut off there. */
  levels: z.strictObject({ gain: perChannel, offset: perChannel }).nullable(),
}

/** Applied in the order of the fields. */
export const Preparation = z.strictObject({
  exclude: fields.exclude.default([]),
  only: fields.only.default(null),
  relabel: fields.relabel.default({}),
  copies: fields.copies.default('all'),
  crop: fields.crop.default(null),
  channelOrder: fields.channelOrder.default('rgb'),
  colour: fields.colour.default('colour'),
  invert: fields.invert.default(false),
  levels: fields.levels.default(null),
})
export type Preparation = z.infer<typeof Preparation>

/** Some of the fields. Not derived from `Preparation`, whose defaults would reset what is left out. */
export const PreparationChange = z.strictObject(fields).partial()
export type PreparationChange = z.infer<typeof PreparationChange>

/** Images as their files hold them. */
export const asStored: Preparation = Preparation.parse({})

/** Both sides of a pair; a separate folder of target test images is prepared like the target. */
export const PairPreparation = z.strictObject({ source: Preparation.optional(), target: Preparation.optional() })
export type PairPreparation = z.infer<typeof PairPreparation>

/** Whether an image is left out, by its content; copies are another matter. */
export function leavesOut({ exclude, only }: Preparation): (contentHash: string) => boolean {
  const [excluded, taken] = [new Set(exclude), only && new Set(only)]
  return (contentHash) => excluded.has(contentHash) || (taken !== null && !taken.has(contentHash))
}

/** What is done to each pixel, whichever images are in and whatever they are called: equal strings mean equal pixels from equal files. Empty when nothing is done. */
export function describePreparation(preparation: Preparation): string {
  const text = JSON.stringify(pixelFields(preparation))
  return text === JSON.stringify(pixelFields(asStored)) ? '' : text
}

/** What is done to pixels alone: no image is left out and none has another class. */
export function pixelsOnly(preparation: Preparation): Preparation {
  return { ...asStored, ...pixelFields(preparation) }
}

function pixelFields({ crop, channelOrder, colour, invert, levels }: Preparation): Partial<Preparation> {
  return { crop, channelOrder, colour, invert, levels }
}
