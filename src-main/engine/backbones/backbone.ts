/** What a backbone file defines: metadata for the registry and a builder of extractor and heads. */
import type { z } from 'zod'
import type { FeatureExtractor, Head } from '../nn/network'
import type { RandomStream } from '../nn/random'

export interface BackboneContext {
  /** Height and width of the images, in pixels. */
  readonly imageSize: number
  /** Per-channel mean and standard deviation of the source's training images, in [0,1]. */
  readonly normalisation: { readonly mean: readonly [number, number, number]; readonly std: readonly [number, number, number] }
  /** Draws initial weights and dropout seeds; every weight of a run comes from its seed. */
  readonly random: RandomStream
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
