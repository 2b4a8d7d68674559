/** A reduced model: where it came from, what was done to it, what it takes on disk, and what each domain paid. */
import { z } from 'zod'
import { FolderId, RegistryId, Seed } from './ids'
import { LedgerEntry } from './ledger'
import { ParamsSchema } from './method'
import { NetworkGraph } from './network-graph'

export const ReductionWay = z.enum(['prune', 'quantize', 'distil'])
export type ReductionWay = z.infer<typeof ReductionWay>

/** What the registry says of a way to reduce: enough for a form, a help page and `--set`. */
export const ReductionInfo = z.object({
  id: ReductionWay,
  label: z.string(),
  /** One sentence for the form. */
  summary: z.string(),
  params: ParamsSchema,
})
export type ReductionInfo = z.infer<typeof ReductionInfo>

/** A share in percent with its 95 % Wilson interval over images. */
export const Share = z.object({ pct: z.number(), lowPct: z.number(), highPct: z.number() })
export type Share = z.infer<typeof Share>

/** One model on the test images of one domain. */
export const DomainFigures = z.object({
  images: z.number().int().positive(),
  /** Null where the labels are sealed or there are none. */
  accuracy: Share.nullable(),
  /** Mean cross-entropy in nats; null as accuracy is. */
  loss: z.number().nullable(),
  /** Images that are given the class that the model before the reduction gave them: needs no label. */
  agreement: Share,
})
export type DomainFigures = z.infer<typeof DomainFigures>

export const ModelFigures = z.object({
  /** What the weights take on disk: those of the network that predicts, without optimizer or discriminator. */
  bytes: z.number().int().nonnegative(),
  weights: z.number().int().nonnegative(),
  nonZeroWeights: z.number().int().nonnegative(),
  source: DomainFigures,
  target: DomainFigures,
})
export type ModelFigures = z.infer<typeof ModelFigures>

/** One model that was measured on the way, such as a level of a sparsity–accuracy curve. */
export const ReductionPoint = ModelFigures.extend({
  /** "30 % of weights pruned", "after 2 epochs". */
  label: z.string(),
  /** Part of the prunable weights that are zero or gone, in [0,1]; null where nothing was pruned. */
  sparsity: z.number().min(0).max(1).nullable(),
})
export type ReductionPoint = z.infer<typeof ReductionPoint>

/** What became of one kernel. Its mask needs no file of its own: a pruned weight is one that is exactly 0. */
export const LayerReduction = z.object({
  /** Of the weight, as in the graph and in `model/index.json`. */
  name: z.string(),
  shape: z.array(z.number().int()),
  /** Before this reduction; other than `shape` where channels went. */
  shapeBefore: z.array(z.number().int()),
  zeros: z.number().int().nonnegative(),
})
export type LayerReduction = z.infer<typeof LayerReduction>

export const ReductionStep = z.object({
  way: ReductionWay,
  /** As it was carried out, defaults included. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** "Pruned 80 % of the weights by magnitude in 4 rounds." */
  summary: z.string(),
  seconds: z.number().nonnegative(),
})
export type ReductionStep = z.infer<typeof ReductionStep>

/** How one domain's accuracy changed on the same images, in points; `lossPct` above 0 is worse. Null while sealed. */
export const DomainCost = z.object({ lossPct: z.number(), lowPct: z.number(), highPct: z.number() })
export type DomainCost = z.infer<typeof DomainCost>

/** `reduction.json` in a reduced model's folder. */
export const ReducedModel = z.object({
  format: z.literal('shiftlab-reduced-1'),
  createdAt: z.string(),
  /** Id of the run that the last step began from: the trained one, or that of a reduced model. */
  from: FolderId,
  /** The trained trial at the beginning of the chain. */
  origin: z.object({
    runId: FolderId,
    runName: z.string(),
    trialId: FolderId,
    method: RegistryId,
    seed: Seed,
    epoch: z.number(),
    /** Id of a backbone, or the folder of a network of one's own. */
    backbone: z.string(),
    fingerprints: z.object({ source: z.string(), target: z.string() }).nullable(),
    /** Reads of target labels that the run had made; those of reductions follow in the folder's own `ledger.jsonl`. */
    ledger: z.array(LedgerEntry),
  }),
  /** What was done, in order; the last step made this model. */
  history: z.array(ReductionStep).min(1),
  network: NetworkGraph,
  /** Every kernel, in the order of the graph. */
  layers: z.array(LayerReduction),
  /** Of the model before the last step, and of this one. */
  before: ModelFigures,
  after: ModelFigures,
  /** Models measured on the way, the reduced one last. */
  points: z.array(ReductionPoint),
  cost: z.object({ source: DomainCost, target: DomainCost.nullable() }),
  /** Which domain pays, in words. */
  verdict: z.string(),
})
export type ReducedModel = z.infer<typeof ReducedModel>

/** A reduced model as the window knows it: the folder is a run of its own, but for those that are kept it is in no list. */
export const ReductionEntry = z.object({
  /** Of the reduced model's own run. */
  runId: FolderId,
  folder: z.string(),
  model: ReducedModel.omit({ network: true, layers: true }),
})
export type ReductionEntry = z.infer<typeof ReductionEntry>

export const ReductionProgress = z.object({
  /** Part of the training that is done, in [0,1]; 0 where there is none. */
  share: z.number().min(0).max(1),
  doing: z.string(),
  secondsLeft: z.number().nonnegative().nullable(),
})
export type ReductionProgress = z.infer<typeof ReductionProgress>
