/** What a method file defines. A method sees batches and networks; never disk, ports or the window. */
import type { AdversarySide } from '@shared/domain/adversary'
import type { DomainRole } from '@shared/domain/ids'
import type { MethodFamily, MethodNeeds, Paper } from '@shared/domain/method'
import type { z } from 'zod'
import type { Backbone } from '../backbones/backbone'
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '../backend/tensorflow'
import type { Images, LabelledImages } from '../data/types'
import type { Classifier } from '../nn/network'
import type { RandomStream } from '../nn/random'
import { withTrainingAids } from './shared/training-aids'
import type { TrainingParams } from './shared/training-params'

/** A target batch: there is no label field to read. */
export interface UnlabelledBatch {
  /** [B,H,W,3] float32 in [0,1] */
  readonly x: Tensor4D
  /** [B] int32 positions among the images that the batch was drawn from: picks an image's own row from a table in the state. */
  readonly index: Tensor1D
}

export interface LabelledBatch extends UnlabelledBatch {
  /** [B] int32 class ids */
  readonly y: Tensor1D
}

export interface StepBatch {
  /** Where `needs.sources` is `many`, equally many rows of each source domain, one domain's after another's. */
  readonly source: LabelledBatch
  /** Present when `needs.target` is `unlabelled`. */
  readonly target?: UnlabelledBatch
  /** Present when `needs.target` is `few-labels`: target images whose labels the user has given, read through the ledger. */
  readonly few?: LabelledBatch
  /** Present only when `needs.target` is `fenced-labels`: the oracle's batch, read through the ledger. */
  readonly fenced?: LabelledBatch
  /** What `beforeStep` made of this batch. */
  readonly host?: Readonly<Record<string, Tensor>>
}

/** Values of this step's schedules as scalars, so that a recorded step can be replayed with others. */
export type ScheduleScalars = Readonly<Record<string, Scalar>>

/** Classes in an episode, and images of each: those that stand for it, and those to be recognised. */
export interface EpisodeShape {
  readonly ways: number
  readonly shots: number
  readonly queries: number
}

/** What a method that recognises classes from a few images says of its episodes. */
export interface FewShotPlan {
  /** Batches of the source are episodes of this shape: [ways·(shots + queries)] rows, class by class. */
  readonly training: EpisodeShape
  readonly evaluation: EpisodeShape & { readonly episodes: number }
  /** What a query is held against: the mean of the class's support features, or the nearest of them. */
  readonly compares: 'prototypes' | 'nearest'
  /** Distance of features within which two images are taken to be of one class; absent where the method learns none. */
  readonly sameWithin?: number
}

export interface SessionContext {
  readonly classes: number
  /** Training images of each domain: the rows of tables with a value for each image. */
  readonly images: Readonly<Record<DomainRole, number>>
  /** Source domains, each with an equal share of every source batch where `needs.sources` is `many`; 1 where absent. */
  readonly sources?: number
  /** Attributes [classes][A] in [0,1] of the source's classes; absent unless the run has a table of them. */
  readonly codes?: readonly (readonly number[])[]
  readonly totalSteps: number
  readonly random: RandomStream
  /** Builds the run's backbone; weights come from `random`. */
  createBackbone(): Backbone
}

/** What a session sees between epochs: all images it trains on, and itself in inference mode. */
export interface EpochView {
  /** Epochs done so far; fractional where a phase begins within one. */
  readonly epoch: number
  readonly phase: string
  /** The step that follows is the first of its phase. */
  readonly phaseBegins: boolean
  readonly source: LabelledImages
  /** Source images that are not trained on; null where the caller has none. */
  readonly heldOut: LabelledImages | null
  /** Null unless `needs.target` is `unlabelled`. */
  readonly target: Images | null
  /** Null unless `needs.target` is `few-labels`. */
  readonly few: LabelledImages | null
  /** Of this epoch alone, forked from the trial's seed. */
  readonly random: RandomStream
  /** Logits [N,C] of images of one domain, row-major. */
  predict(images: Images, domain: DomainRole): Promise<Float32Array>
  /** Features [N,D] of images of one domain, row-major. */
  features(images: Images, domain: DomainRole): Promise<Float32Array>
}

/**
 * The two sides of adversarial training, moved one at a time: to look at what each does. Moves change the session's variables, so a
 * session that is looked at so is not trained on.
 */
export interface Adversary {
  /** One update of one side by an optimizer that starts afresh with the adversary; the other side stays as it is. */
  move(side: AdversarySide, batch: StepBatch, schedules: ScheduleScalars): void
  /** x [B,H,W,3] float32 in [0,1], images of one domain → domain logits [B,2], source first; inference mode, differentiable. */
  domainLogits(x: Tensor4D, domain: DomainRole): Tensor2D
  /** Frees the optimizers. */
  dispose(): void
}

/** One training in progress. The loop owns batches, checkpoints and cancelling; the session owns its variables. */
export interface Session {
  /** Everything a checkpoint must hold, by unique name, in creation order: weights, running statistics, optimizer slots, counters. */
  readonly state: ReadonlyMap<string, Variable>
  /** Names in `state` that make up the model's weights; they are what `weightsSha256` covers. */
  readonly weights: readonly string[]
  /** The network behind `predict` and `features`; its variables are those of `state`. */
  readonly network: Classifier
  /** Schedule values at training progress p in [0,1], computed on the host; recorded as metrics and passed to `step`. */
  schedules(progress: number): Readonly<Record<string, number>>
  /** Name of the phase at progress p; all steps of a phase have the same graph. Absent: there is one phase. */
  phase?(progress: number): string
  /**
   * Host work over all images, before the first step of every epoch and of every phase. It may change variables of `state`
   * and nothing else, so that a run resumed from a checkpoint finds what it left or does it again.
   */
  beforeEpoch?(view: EpochView): Promise<void>
  /** Host work on the next step's batch; its tensors become the batch's `host`, which the caller disposes. */
  beforeStep?(batch: StepBatch, phase: string): Readonly<Record<string, Tensor>>
  /** One update. Pure in batch, variables, schedules and phase: no host read, no data-dependent branch. Returns scalars by metric name; the caller disposes them. */
  step(batch: StepBatch, schedules: ScheduleScalars, phase: string): Readonly<Record<string, Scalar>>
  /** x [B,H,W,3] float32 in [0,1], images of one domain → logits [B,C], inference mode. */
  predict(x: Tensor4D, domain: DomainRole): Tensor2D
  /** x [B,H,W,3] float32 in [0,1], images of one domain → features [B,D], inference mode. */
  features(x: Tensor4D, domain: DomainRole): Tensor2D
  /** Absent where no discriminator of the features alone is trained against them. The caller disposes it, before the session. */
  adversary?(): Adversary
  dispose(): void
}

export interface MethodDefinition<P extends z.ZodType = z.ZodType> {
  readonly id: string
  readonly label: string
  readonly family: z.infer<typeof MethodFamily>
  readonly summary: string
  readonly needs: MethodNeeds
  readonly paper: Paper | null
  readonly params: P
  /** Target labels of each class that training may read; required when `needs.target` is `few-labels`. */
  shots?(params: z.output<P>): number
  /** Its steps change the images themselves, so that features of a frozen extractor cannot stand for them. */
  readonly needsPixels?: boolean
  /** Present in methods of the family `few-shot`: they are judged by episodes over classes that the source lacks. */
  fewShot?(params: z.output<P>): FewShotPlan
  /** Why its steps cannot run as one compiled graph; absent where they can. */
  readonly eager?: string
  start(context: SessionContext, params: z.output<P>): Session
}

/** Keeps the parameter type of a definition while registering it under the common one, and gives its sessions the training aids. */
export function defineMethod<P extends z.ZodType<TrainingParams>>(definition: MethodDefinition<P>): MethodDefinition {
  return {
    ...definition,
    start: (context: SessionContext, params: z.output<P>) => withTrainingAids(definition.start(context, params), context, params),
  } as unknown as MethodDefinition
}
