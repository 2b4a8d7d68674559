/** What a look at one or two domains finds: findings with their remedy, and the distributions and mean images behind them. */
import { z } from 'zod'
import { DomainRole } from './ids'
import { PreparationChange } from './preparation'
import { typedArray } from './typed-array'

export const FindingCode = z.enum([
  'class-balance',
  'source-parts',
  'label-shift',
  'image-sizes',
  'shortcut',
  'outliers',
  'near-duplicates',
  'split-leak',
  'domain-leak',
  'constant-images',
  'channel-count',
  'value-range',
  'polarity',
  'channel-order',
  'border',
  'scale',
  'channel-statistics',
  'groups',
])
export type FindingCode = z.infer<typeof FindingCode>

/** The one remedy a finding offers. It is recorded in the study, and never done to files. */
export const FindingFix = z.object({
  /** A verb with its object: "Exclude 6". */
  label: z.string(),
  change: z.discriminatedUnion('kind', [
    /** `exclude` adds to what is left out already. */
    z.object({ kind: z.literal('prepare'), source: PreparationChange.optional(), target: PreparationChange.optional() }),
    z.object({ kind: z.literal('group'), groupBy: z.enum(['subfolder', 'name']) }),
    z.object({ kind: z.literal('image-size'), imageSize: z.number().int() }),
  ]),
})
export type FindingFix = z.infer<typeof FindingFix>

export const ImageRef = z.object({ role: DomainRole, index: z.number().int().nonnegative() })
export type ImageRef = z.infer<typeof ImageRef>

/** Pictures that show a finding: one image with a figure, or two that are alike. */
export const GalleryItem = z.object({ images: z.array(ImageRef).min(1).max(2), note: z.string() })
export type GalleryItem = z.infer<typeof GalleryItem>

export const Finding = z.object({
  code: FindingCode,
  /** `alarm`: a result would be wrong; `look`: worth knowing; `fine`: looked at and good. */
  severity: z.enum(['alarm', 'look', 'fine']),
  /** Null when it is about both. */
  role: DomainRole.nullable(),
  title: z.string(),
  /** What was found, with figures. */
  message: z.string(),
  /** Why it matters; empty when all is fine. */
  why: z.string(),
  fix: FindingFix.nullable(),
  gallery: z.array(GalleryItem),
})
export type Finding = z.infer<typeof Finding>

export const Distribution = z.object({
  name: z.enum(['brightness', 'contrast', 'sharpness', 'saturation', 'aspectRatio']),
  /** Left edge of the first bin and right edge of the last. */
  low: z.number(),
  high: z.number(),
  /** Share of the images in each of the equal bins; they add up to 1. */
  shares: z.array(z.number()),
})
export type Distribution = z.infer<typeof Distribution>

/** One domain as seen without a network. */
export const DomainProfile = z.object({
  role: DomainRole,
  distributions: z.array(Distribution),
  /** The mean of all images, then of each class where labels lie open: pixels [count, size, size, 4] uint8 RGBA. */
  means: z.object({
    size: z.number().int(),
    pixels: typedArray<Uint8Array>(Uint8Array),
    /** Null for the mean of all images. */
    classNames: z.array(z.string().nullable()),
  }),
  split: z.object({ train: z.number().int(), validation: z.number().int(), test: z.number().int() }),
})
export type DomainProfile = z.infer<typeof DomainProfile>

/** Findings are worst first. */
export const Inspection = z.object({ findings: z.array(Finding), profiles: z.array(DomainProfile) })
export type Inspection = z.infer<typeof Inspection>

/** Classes of a target as counted through the ledger, in the order of its class names. */
export const TargetCounts = z.object({ fingerprint: z.string(), classNames: z.array(z.string()), counts: z.array(z.number().int()) })
export type TargetCounts = z.infer<typeof TargetCounts>
