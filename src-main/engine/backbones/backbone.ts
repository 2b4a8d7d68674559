/** What a backbone file defines: metadata for the registry and a builder of extractor and heads. */
import type { z } from 'zod'
import type { FeatureExtractor, Head } from '../nn/network'
import type { RandomStream } from '../nn/random'

export interface BackboneContext {
  /** Height and width of the images, in pixels. */
  readonly imageSize: number
  /** Per-channel mean and standard deviation of the source's training images, in [0,1]. */
  readonly normalisation: { readonly mean: readonly [number, number, number]; readonly std: readonly [number, number, number] }
  /** Draws initial weights and dropout seeds; every weight of a run comes from its seed, or is pretrained. */
  readonly random: RandomStream
  /** Weights that set-up has provided, by the name of their network. Throws AppError `not-found` with the remedy. Absent: none are at hand. */
  pretrained?(name: string): WeightTable
}

/** Pretrained values by the name of the variable they are for. */
export type WeightTable = ReadonlyMap<string, WeightValues>

export interface WeightValues {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export interface Backbone {
  readonly features: FeatureExtractor
  /** A fresh classifier head in the style of this backbone. features [B,D] → logits [B,classes]. */
  createHead(classes: number): Head
  /** A fresh domain discriminator in the style of this backbone, over `inputs` values in place of the features where given. [B,inputs] → logits [B,2]. */
  createDiscriminator(inputs?: number): Head
}

export interface BackboneDefinition<P extends z.ZodType = z.ZodType> {
  readonly id: string
  readonly label: string
  readonly summary: string
  readonly minImageSize: number
  readonly maxImageSize: number
  readonly defaultImageSize: number
  readonly params: P
  build(context: BackboneContext, params: z.output<P>): Backbone
}

/** Keeps the parameter type of a definition while registering it under the common one. */
export function defineBackbone<P extends z.ZodType>(definition: BackboneDefinition<P>): BackboneDefinition {
  return definition as unknown as BackboneDefinition
}
