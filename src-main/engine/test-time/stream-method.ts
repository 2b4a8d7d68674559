/** What a test-time method's file defines. It sees batches and a trained network; never labels, disk, ports or the window. */
import type { MethodInfo, Paper } from '@shared/domain/method'
import type { z } from 'zod'
import type { Scalar, Tensor2D, Tensor4D, Variable } from '../backend/tensorflow'
import type { Classifier, NetworkVariable, Pass } from '../nn/network'
import type { RandomStream } from '../nn/random'

/** A trained network and all of its variables, by the unique names they have in a checkpoint. */
export interface StreamModel {
  readonly network: Classifier
  readonly variables: readonly NetworkVariable[]
  readonly classes: number
}

export interface StreamContext {
  readonly model: StreamModel
  readonly random: RandomStream
  /** The first `count` of a seeded order of the images the model was trained on, without their labels: [≤count,H,W,3]. The caller disposes. */
  sourceImages(count: number): Tensor4D
}

export interface StreamResponse {
  /** [B,K], the answer to this batch. */
  readonly logits: Tensor2D
  /** What the method has to say about itself, such as how many images it learnt from. */
  readonly metrics: Readonly<Record<string, Scalar>>
}

/** One adaptation in progress. The network is the context's own and changes in place. */
export interface StreamSession {
  /** Answers a batch, then learns from it. x [B,H,W,3] float32 in [0,1]. The caller disposes the response. */
  respond(x: Tensor4D): StreamResponse
  /** How the method's answers pass the network, for whoever looks through it as it is now. */
  readonly pass: Pass
  /** Every variable that adapting changes, slots and counters included, by name. */
  readonly adapted: ReadonlyMap<string, Variable>
  /** Back to the source model, bit by bit, with nothing remembered of the stream. */
  reset(): void
  /** Frees what the session made and puts the source model back. */
  dispose(): void
}

export interface StreamMethodDefinition<P extends z.ZodType = z.ZodType> {
  readonly id: string
  readonly label: string
  readonly summary: string
  readonly paper: z.infer<typeof Paper> | null
  readonly needs: MethodInfo['needs']
  readonly family: 'test-time'
  readonly params: P
  /**
   * What must hold of a stream for the method to help, in words for the user; read by the guards.
   * `minimumBatch`: fewer images a batch give statistics or gradients that mislead. `mixedClasses`: batches must not be dominated
   * by one class.
   */
  readonly assumes: { readonly minimumBatch: number; readonly mixedClasses: boolean; readonly because: string }
  start(context: StreamContext, params: z.output<P>): StreamSession
}

/** Keeps the parameter type of a definition while registering it under the common one. */
export function defineStreamMethod<P extends z.ZodType>(
  definition: Omit<StreamMethodDefinition<P>, 'family' | 'needs'>,
): StreamMethodDefinition {
  const needs = { sources: 'none', target: 'unlabelled', start: 'trained-model' } as const
  return { ...definition, family: 'test-time', needs } as unknown as StreamMethodDefinition
}

/** Inference with the running statistics: the source model as it was trained. */
export const asTrained: Pass = { training: false }

/** Inference normalised with the batch's own statistics; dropout stays off and nothing running is moved. */
export const onBatchStatistics: Pass = { training: false, runningWeight: 0 }

/** x [B,H,W,3] → logits [B,K]. */
export function classify({ features, head }: Classifier, x: Tensor4D, pass: Pass): Tensor2D {
  return head.forward(features.forward(x, pass), pass)
}
