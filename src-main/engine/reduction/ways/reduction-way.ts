/** What a way to reduce defines: its settings, and what it makes of a model. */
import type { ReductionInfo } from '@shared/domain/reduction'
import type { Overrides } from '@shared/domain/run'
import { z } from 'zod'
import type { Backbone } from '../../backbones/backbone'
import type { PairData } from '../../data/types'
import type { RandomStream } from '../../nn/random'
import type { GraphModel } from '../graph/graph-model'
import type { TrainingPart } from '../tune-model'

export interface ReductionContext extends Pick<TrainingPart, 'signal' | 'scratch'> {
  readonly model: GraphModel
  /** Target images come without labels. */
  readonly pair: Pick<PairData, 'source' | 'target' | 'classNames'>
  /** A fresh backbone over the images of the model's run. Throws `invalid-input` for an unknown one or unfit settings. */
  createBackbone(id: string, settings: Overrides, random: RandomStream): Backbone
  /** Images that training will pass through, and those it has since the last call. */
  planImages(total: number): void
  onImages(count: number): void
  /** Answers the test images with a model on the way: a point of the curve. `sparsity` in [0,1], null where nothing was pruned. */
  measure(model: GraphModel, label: string, sparsity: number | null): Promise<void>
}

export interface Reduction {
  readonly model: GraphModel
  /** "Pruned 80 % of the weights by magnitude in 4 rounds." */
  readonly summary: string
}

export interface ReductionDefinition<P extends z.ZodType = z.ZodType> extends Omit<ReductionInfo, 'params'> {
  readonly params: P
  /** Settings that leave out what takes time, so that its cost can be looked at while a slider moves; null where all of it takes time. */
  readonly preview: Overrides | null
  /** From `--set` or the form, defaults filled in. Throws `invalid-input` naming the setting. */
  resolve(settings: Overrides): z.output<P>
  run(context: ReductionContext, params: z.output<P>): Promise<Reduction>
}

/** Keeps the parameter type of a definition while registering it under the common one. */
export function defineReduction<P extends z.ZodType>(definition: ReductionDefinition<P>): ReductionDefinition {
  return definition as unknown as ReductionDefinition
}

export function describeReduction({ id, label, summary, params }: ReductionDefinition): ReductionInfo {
  return { id, label, summary, params: z.toJSONSchema(params, { io: 'input' }) }
}
