/** How far apart two domains lie in feature space, class by class, and whether they lie on each other rightly. */
import { z } from 'zod'
import { typedArray } from './typed-array'

/** A figure with its 95 % bootstrap band. */
export const Banded = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Banded = z.infer<typeof Banded>

/** One class in both domains; target images count by the model's prediction, since their labels are sealed. */
export const ClassAlignment = z.object({
  classId: z.number().int().nonnegative(),
  source: z.number().int().nonnegative(),
  target: z.number().int().nonnegative(),
  /** Between the class's means, in standard deviations within the class; null where a domain has fewer than two images of it. */
  distance: z.number().nullable(),
  /** Neighbours from the other domain over what complete mixing would give: 0 apart, 1 mixed; null without images. */
  mixing: z.number().nullable(),
})
export type ClassAlignment = z.infer<typeof ClassAlignment>

/** Measures of one checkpoint. A figure is null where its domain or classes have too few images. */
export const AlignmentMeasures = z.object({
  /** Proxy A-distance on a held-out half, 0 mixed to 2 apart. */
  aDistance: Banded.nullable(),
  /** Squared maximum mean discrepancy with five Gaussian kernels around the median distance. */
  mmd: Banded.nullable(),
  /** ‖Cs − Ct‖² / 4d² of standardised features. */
  coral: Banded.nullable(),
  /** Mean over classes of the distance between the class's means. */
  classDistance: Banded.nullable(),
  /** In [−1,1]; higher means that classes are apart from each other. */
  silhouetteByClass: Banded.nullable(),
  /** In [−1,1]; lower means that domains are not. */
  silhouetteByDomain: Banded.nullable(),
  /** Neighbours from the other domain over what complete mixing would give. */
  mixing: Banded.nullable(),
  classes: z.array(ClassAlignment),
})
export type AlignmentMeasures = z.infer<typeof AlignmentMeasures>

/** Classes suspected to lie on the wrong ones. Suspected, not proved: target labels are sealed. */
export const SwapSuspicion = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('swap'),
    /** Each class's images now lie beside the next one's source images, the last one's beside the first. Two of them for a plain swap. */
    classes: z.array(z.number().int()).min(2),
    /** By class of `classes`: share of the target images now beside the next class that the reference held for this one, in percent. */
    sharesPct: z.array(z.number()),
    images: z.number().int(),
  }),
  z.object({
    kind: z.literal('collapse'),
    /** The class that most target images lie beside. */
    classId: z.number().int(),
    sharePct: z.number(),
    /** What the reference gave that class, in percent. */
    referencePct: z.number(),
    images: z.number().int(),
  }),
])
export type SwapSuspicion = z.infer<typeof SwapSuspicion>

/** What the swap detector found at one checkpoint. */
export const SwapCheckpoint = z.object({
  epoch: z.number().nonnegative(),
  /** Target images in a suspected swap, in percent of all. */
  swappedPct: Banded,
  suspicions: z.array(SwapSuspicion),
})
export type SwapCheckpoint = z.infer<typeof SwapCheckpoint>

/** `reference` is the trial whose predictions the change is measured against; null while there is none to compare with. */
export const SwapReport = z.object({ reference: z.string().nullable(), checkpoints: z.array(SwapCheckpoint) })
export type SwapReport = z.infer<typeof SwapReport>

/** What a model decides all over a plane of points, on a square grid of cells, row by row from the bottom. */
export const PlaneBoundary = z.object({
  /** Epoch of the weights. */
  epoch: z.number().nonnegative(),
  /** Cells along each side. */
  cells: z.number().int().positive(),
  /** The plane reaches from −reach to reach in both directions. */
  reach: z.number().positive(),
  /** [cells, cells] class id. */
  prediction: typedArray<Int32Array>(Int32Array),
  /** [cells, cells] probability of that class. */
  confidence: typedArray<Float32Array>(Float32Array),
  /** [N,2] where the points of the map lie in the plane. */
  positions: typedArray<Float32Array>(Float32Array),
})
export type PlaneBoundary = z.infer<typeof PlaneBoundary>
