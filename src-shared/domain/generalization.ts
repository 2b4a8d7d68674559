/** A study of generalization: every domain is left out once, learnt without, and met at the end. */
import { z } from 'zod'
import { ImageSettings, PlainSource } from './dataset'
import { RegistryId, Seed } from './ids'

/** What a run of such a study is: which domain it leaves out, and which settings it tries. */
export const Fold = z.strictObject({
  /** The same for all runs of one study; it names their domains, methods and settings. */
  of: z.string().min(1),
  /** Domains of the study, in order. */
  domains: z.array(z.string()).min(3),
  /** Position of the domain that is left out. */
  heldOut: z.number().int().nonnegative(),
  /** 0: the settings as given; others: drawn by this seed. */
  hyperSeed: Seed,
})
export type Fold = z.infer<typeof Fold>

const Named = z.strictObject({ name: z.string().min(1), source: PlainSource })

/** Methods × left-out domains × settings × trial seeds. */
export const GeneralizationPlan = z.strictObject({
  domains: z.array(Named).min(3).max(32),
  methods: z.array(RegistryId).min(1),
  images: ImageSettings,
  /** Part of each source domain held out to choose settings by, and of the left-out domain to report on. */
  testFraction: z.number().min(0.05).max(0.5).default(0.2),
  backbone: RegistryId.default('digits-cnn-bn'),
  epochs: z.number().int().min(1).max(1000).default(10),
  /** Source images a step, in equal shares of each domain. */
  batch: z.number().int().min(2).max(1024).default(64),
  seeds: z.array(Seed).min(1).max(100).default([0, 1, 2]),
  /** Settings that are tried: 1 for those given, each further one drawn at random by its number. */
  hyperSeeds: z.number().int().min(1).max(100).default(1),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})
export type GeneralizationPlan = z.infer<typeof GeneralizationPlan>

/** A mean over trial seeds with its standard error; null while no trial of it is done, the error null with one. */
const Figure = z.object({ meanPct: z.number(), standardErrorPct: z.number().nullable(), trials: z.number().int() }).nullable()
export type GeneralizationFigure = z.infer<typeof Figure>

const Selected = z.object({
  /** Accuracy on each left-out domain, in the order of the domains. */
  perDomain: z.array(Figure),
  /** Mean over the domains, of the trial seeds that have them all. */
  average: Figure,
})
export type Selected = z.infer<typeof Selected>

export const GeneralizationTable = z.object({
  domains: z.array(z.string()),
  seeds: z.array(z.number().int()),
  hyperSeeds: z.number().int(),
  /** Runs of the study that have no report yet. */
  missingRuns: z.number().int(),
  methods: z.array(
    z.object({
      method: RegistryId,
      label: z.string(),
      /** Settings chosen by the accuracy on held-out images of the source domains: reads no label of the left-out domain. */
      trainingDomain: Selected,
      /** Settings chosen by labels of one half of the left-out domain's test images, reported on the other; null with nothing to choose. */
      oracle: Selected.nullable(),
      /** `trainingDomain.average` minus ERM's on the same trial seeds, in points; null for ERM, and without it. */
      overErm: z.object({ meanPct: z.number(), ci95Pct: z.number().nullable() }).nullable(),
    }),
  ),
})
export type GeneralizationTable = z.infer<typeof GeneralizationTable>
