/** Image folders and built-in pairs as both sides of the boundary see them. */
import { z } from 'zod'
import { DomainRole, RegistryId, Seed } from './ids'
import { CodeTable } from './new-classes'
import { PairPreparation, Preparation } from './preparation'
import { ShiftStack } from './shift'
import { ClassMap, Side, SplitSettings } from './split'
import { typedArray } from './typed-array'

/** How every image is brought to one shape. Part of the cache key. */
export const ImageSettings = z.strictObject({
  /** Side of the square the network sees, in pixels. */
  imageSize: z.number().int().min(8).max(512).default(28),
})
export type ImageSettings = z.infer<typeof ImageSettings>

export const FolderSource = z.strictObject({
  kind: z.literal('folder'),
  path: z.string().min(1),
  /** A CSV list that says which images are in, and their side, class or group; `splits.csv` in the folder is found by itself. */
  list: z.string().min(1).optional(),
})
export type FolderSource = z.infer<typeof FolderSource>
export const BuiltInSource = z.strictObject({
  kind: z.literal('built-in'),
  pair: RegistryId,
  role: DomainRole,
  /** Values of the pair's own parameters that differ from their defaults, such as the angle of the moons. */
  params: z.record(z.string(), z.number()).optional(),
})
export type BuiltInSource = z.infer<typeof BuiltInSource>
/** What can be shifted: images as they lie there. */
export const PlainSource = z.discriminatedUnion('kind', [FolderSource, BuiltInSource])
export type PlainSource = z.infer<typeof PlainSource>
/** Another domain's images under a stack of shifts, at the size the network sees; the seed decides what is random about them. */
export const ShiftedSource = z.strictObject({
  kind: z.literal('shifted'),
  base: PlainSource,
  shifts: ShiftStack.min(1),
  seed: Seed.default(0),
})
export type ShiftedSource = z.infer<typeof ShiftedSource>
/** Several domains as one, each image knowing which it is of: the sources of a study of generalization. */
export const JoinedSource = z.strictObject({ kind: z.literal('joined'), parts: z.array(PlainSource).min(2).max(32) })
/** Some classes of a domain, the others left aside: to learn on some and to recognise the rest. */
export const ClassesSource = z.strictObject({
  kind: z.literal('classes'),
  base: PlainSource,
  classes: z.array(z.string().min(1)).min(1),
})
/** Where one domain's images come from. */
export const DomainSource = z.discriminatedUnion('kind', [FolderSource, BuiltInSource, ShiftedSource, JoinedSource, ClassesSource])
export type DomainSource = z.infer<typeof DomainSource>

/** One domain as it is to be imported. */
export const DomainRef = z.strictObject({
  source: DomainSource,
  role: DomainRole,
  images: ImageSettings,
  preparation: Preparation.optional(),
})
export type DomainRef = z.infer<typeof DomainRef>

/** Two domains as a run would use them. */
export const PairRef = z.strictObject({
  source: DomainSource,
  target: DomainSource,
  images: ImageSettings,
  testFraction: z.number().min(0.05).max(0.5).default(0.1),
  splits: SplitSettings.optional(),
  preparation: PairPreparation.optional(),
  classMap: ClassMap.optional(),
  /** The target is to have classes that the source lacks. */
  newClasses: z.boolean().optional(),
})
export type PairRef = z.infer<typeof PairRef>

export const UnreadableFile = z.object({
  /** Path relative to the domain's root. */
  file: z.string(),
  /** One sentence: what is wrong with it. */
  reason: z.string(),
})
export type UnreadableFile = z.infer<typeof UnreadableFile>

/** A domain after import. Class counts of a target are label knowledge: they are absent unless asked for through the ledger. */
export const DomainSummary = z.object({
  /** Content fingerprint: sha256 over the sorted image hashes and the image settings. */
  fingerprint: z.string(),
  name: z.string(),
  source: DomainSource,
  role: DomainRole,
  images: z.number().int().nonnegative(),
  /** Class names in the order of their ids; empty for an unlabelled folder. Names are read, images behind them are not. */
  classNames: z.array(z.string()),
  /** Images of each class, in the order of `classNames`; null while sealed (targets). */
  classCounts: z.array(z.number().int().nonnegative()).nullable(),
  labelled: z.boolean(),
  /** Original sizes as "640×480" with counts, most frequent first, at most 12. */
  sizes: z.array(z.object({ width: z.number(), height: z.number(), count: z.number() })),
  /** Mean and standard deviation of each RGB channel over all images, in [0,1]. */
  channelMean: z.array(z.number()).length(3),
  channelStd: z.array(z.number()).length(3),
  imageSize: z.number().int(),
  unreadable: z.array(UnreadableFile),
  /** Images with the same content, counted beyond the first. */
  duplicates: z.number().int().nonnegative(),
  /** Images that the preparation leaves out. */
  excluded: z.number().int().nonnegative().default(0),
  /** The domains that a joined one is made of, in order, with their images; empty for others. */
  parts: z.array(z.object({ name: z.string(), images: z.number().int().nonnegative() })).default([]),
  /** Images on each side by the user's own folders or list; null where there are none and the app divides. */
  ownSplit: z.record(Side, z.number().int().nonnegative()).nullable().default(null),
})
export type DomainSummary = z.infer<typeof DomainSummary>

/** Something wrong or notable with a pair of domains, with its remedy. `blocks` means Run would fail. */
export const PairProblem = z.object({
  code: z.enum([
    'no-images',
    'one-class',
    'unlabelled-source',
    'class-names-differ',
    'class-missing-in-source',
    'few-images',
    'unreadable-files',
    'identical-domains',
    'folder-missing',
  ]),
  blocks: z.boolean(),
  role: DomainRole.nullable(),
  message: z.string(),
  hint: z.string(),
})
export type PairProblem = z.infer<typeof PairProblem>

export const ImportProgress = z.object({
  root: z.string(),
  role: DomainRole,
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  unreadable: z.number().int().nonnegative(),
  cached: z.number().int().nonnegative(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

/** A strip of decoded images: `pixels` is [count, size, size, 4] uint8 RGBA. */
export const ImageStrip = z.object({
  size: z.number().int().positive(),
  count: z.number().int().nonnegative(),
  pixels: typedArray<Uint8Array>(Uint8Array),
  /** Index of each image within its domain, stable for a fingerprint. */
  indices: z.array(z.number().int().nonnegative()),
  /** Class name of each image; null for target images, whose labels are sealed. */
  labels: z.array(z.string().nullable()),
})
export type ImageStrip = z.infer<typeof ImageStrip>

/** Data, network and length that suit a pair where nothing else is asked for. */
export const SuggestedSettings = z.object({
  imageSize: z.number().int(),
  testFraction: z.number(),
  backbone: RegistryId,
  epochs: z.number().int(),
  batch: z.number().int(),
})
export type SuggestedSettings = z.infer<typeof SuggestedSettings>

/** What `RunRequest` fills in. */
export const suggestedDefaults: SuggestedSettings = { imageSize: 28, testFraction: 0.1, backbone: 'digits-cnn-bn', epochs: 10, batch: 64 }

/** One of several domains that come with the app as a set. */
const BuiltInDomainInfo = z.object({ name: z.string(), source: BuiltInSource })

export const BuiltInPair = z.object({
  id: RegistryId,
  label: z.string(),
  description: z.string(),
  sourceName: z.string(),
  targetName: z.string(),
  suggested: SuggestedSettings,
  /** The domains of a set of more than two, any of which can be the target; absent for a pair. */
  domains: z.array(BuiltInDomainInfo).optional(),
  /** Attributes of every class; absent where the pair has none. */
  codes: CodeTable.optional(),
  /** Whether the target's classes are others than the source's. */
  newClasses: z.boolean().optional(),
})
export type BuiltInPair = z.infer<typeof BuiltInPair>
