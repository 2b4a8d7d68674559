/** A feature extractor with a further block behind it. */
import type { Tensor, Tensor2D } from '../backend/tensorflow'
import type { FeatureExtractor, Module } from './network'
import { prefixNames } from './variables'

/** `block` maps features [B,D] to [B,featureSize]; its variables are named `name/…`, and it is never frozen. */
export function extendFeatures(
  features: FeatureExtractor,
  { name, block, featureSize }: { readonly name: string; readonly block: Module<Tensor2D, Tensor2D>; readonly featureSize: number },
): FeatureExtractor {
  const variables = prefixNames(name, block.variables)
  return {
    featureSize,
    freeze: features.freeze,
    variables: [...features.variables, ...variables],
    blocks: [...features.blocks, { name, variables, forward: (x: Tensor, pass) => block.forward(x as Tensor2D, pass) }],
    forward: (x, pass) => block.forward(features.forward(x, pass), pass),
  }
}
