/** What a backbone builds: a feature extractor and the parts heads are made of, over explicit variables. */
import type { DomainRole } from '@shared/domain/ids'
import type { Rank, Tensor, Tensor2D, Tensor4D, Variable } from '../backend/tensorflow'

/** How a forward pass behaves: `training` uses batch statistics and dropout and updates running statistics. */
export interface Pass {
  readonly training: boolean
  /** Whose running statistics are updated or used where a method keeps them for each domain apart; the source's when absent. */
  readonly domain?: DomainRole
  /**
   * Part of the running statistics in the normalisation of an inference pass, in [0,1]; the batch's own make up the rest.
   * Absent: 1. Nothing running is changed by it.
   */
  readonly runningWeight?: number
  /** Changes the maps [B,H,W,C] of a backbone's first stage on their way through; absent, they pass as they are. */
  onEarlyMaps?(maps: Tensor4D): Tensor4D
}

/**
 * What a variable is for. `trained`: changed by the optimizer. `statistic`: part of the model but not trained (running
 * statistics, input normalisation). `counter` (random draws so far), `slot` (an optimizer's memory) and `table` (a value for
 * each image, such as its pseudo-label): in checkpoints, but no part of the model.
 */
export type VariableRole = 'trained' | 'statistic' | 'counter' | 'slot' | 'table'

/** A variable with its path inside the module that owns it, such as `conv1/kernel`. */
export interface NetworkVariable<R extends Rank = Rank> {
  readonly name: string
  readonly role: VariableRole
  readonly variable: Variable<R>
}

/** A part of a network over explicit variables, listed in creation order under unique names. */
export interface Module<In, Out> {
  readonly variables: readonly NetworkVariable[]
  forward(x: In, pass: Pass): Out
}

/** x [B,H,W,3] float32 in [0,1], normalised inside → features [B, featureSize]. */
export interface FeatureExtractor extends Module<Tensor4D, Tensor2D> {
  readonly featureSize: number
  /** From the image to the features; passed one after the other they are `forward`. */
  readonly blocks: readonly Block[]
  /** From now on the first `count` blocks pass in training as they do in inference: their statistics stay, nothing is dropped. */
  freeze(count: number): void
}

/** A stretch of a network that is frozen or trained as a whole; its variables are named as in the network. */
export interface Block extends Module<Tensor, Tensor> {
  readonly name: string
}

/** features [B,D] → logits [B,K], the last layer a linear one. */
export interface Head extends Module<Tensor2D, Tensor2D> {
  /** What the last layer sees: features [B,D] → [B,E]. */
  hidden(x: Tensor2D, pass: Pass): Tensor2D
  readonly lastLayer: LinearLayer
}

/** hidden [B,E] → hidden·kernel + bias [B,K]. */
export interface LinearLayer {
  /** [E,K] */
  readonly kernel: Variable<Rank.R2>
  /** [K]; null where the layer has none. */
  readonly bias: Variable<Rank.R1> | null
}

/** The network that makes a session's predictions, for whoever adapts, measures or exports it. */
export interface Classifier {
  readonly features: FeatureExtractor
  readonly head: Head
}
