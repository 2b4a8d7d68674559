/** What a method file defines. A method sees batches and networks; never disk, ports or the window. */
import type { DomainRole } from '@shared/domain/ids'
import type { MethodFamily, MethodNeeds, Paper } from '@shared/domain/method'
import type { z } from 'zod'
import type { Backbone } from '../backbones/backbone'
import type { Scalar, Tensor1D, Tensor2D, Tensor4D, Variable } from '../backend/tensorflow'
import type { Classifier } from '../nn/network'
import type { RandomStream } from '../nn/random'

/** x [B,H,W,3] float32 in [0,1]; y [B] int32 class ids. */
export interface LabelledBatch {
  readonly x: Tensor4D
  readonly y: Tensor1D
}

/** A target batch: there is no label field to read. x [B,H,W,3] float32 in [0,1]. */
export interface UnlabelledBatch {
  readonly x: Tensor4D
}

export interface StepBatch {
  readonly source: LabelledBatch
  /** Present when `needs.target` is `unlabelled`. */
  readonly target?: UnlabelledBatch
  /** Present only when `needs.target` is `fenced-labels`: the oracle's batch, read through the ledger. */
  readonly fenced?: LabelledBatch
}

/** Values of this step's schedules as scalars, so that a recorded step can be replayed with others. */
export type ScheduleScalars = Readonly<Record<string, Scalar>>

export interface SessionContext {
  readonly classes: number
  readonly totalSteps: number
  readonly random: RandomStream
  /** Builds the run's backbone; weights come from `random`. */
  createBackbone(): Backbone
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
  /** One update. Pure in batch, variables and schedules: no host read, no data-dependent branch. Returns scalars by metric name; the caller disposes them. */
  step(batch: StepBatch, schedules: ScheduleScalars): Readonly<Record<string, Scalar>>
  /** x [B,H,W,3] float32 in [0,1], images of one domain → logits [B,C], inference mode. */
  predict(x: Tensor4D, domain: DomainRole): Tensor2D
  /** x [B,H,W,3] float32 in [0,1], images of one domain → features [B,D], inference mode. */
  features(x: Tensor4D, domain: DomainRole): Tensor2D
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
  start(context: SessionContext, params: z.output<P>): Session
}

/** Keeps the parameter type of a definition while registering it under the common one. */
export function defineMethod<P extends z.ZodType>(definition: MethodDefinition<P>): MethodDefinition {
  return definition as unknown as MethodDefinition
}
