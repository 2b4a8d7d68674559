/** Builds the small networks of the test-time cases from the engine's own layers, with the weights that a case gives. */

import { linearHead } from '../../backbones/parts/linear-head'
import { type Rank, type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import type { Chain } from '../../nn/chain'
import { featureExtractor } from '../../nn/feature-extractor'
import type { Dense } from '../../nn/layers/dense'
import type { NetworkVariable } from '../../nn/network'
import { prefixNames } from '../../nn/variables'
import type { StreamModel } from '../../test-time/stream-method'
import type { GoldenInputs } from './golden-inputs'

interface SmallNetwork {
  readonly features: Chain<never, Tensor2D>
  readonly lastLayer: Dense
  readonly classes: number
  /** Variable of the network → input of the case; those not named keep what they were made with. */
  readonly weights: Readonly<Record<string, string>>
}

/** A model whose variables hold the case's inputs. Frees nothing: variables outlive the case, as the judge's process does. */
export function smallModel(inputs: GoldenInputs, { features, lastLayer, classes, weights }: SmallNetwork): StreamModel {
  const head = linearHead(null, 'last', lastLayer)
  const variables = [...prefixNames('features', features.variables), ...prefixNames('head', head.variables)]
  for (const [name, input] of Object.entries(weights)) variableOf(variables, name).assign(inputs.tensor<Rank>(input))
  const extractor = featureExtractor(features as Chain<Tensor4D, Tensor2D>, lastLayer.kernel.shape[0])
  return { network: { features: extractor, head }, variables, classes }
}

export function variableOf(variables: readonly NetworkVariable[], name: string) {
  const found = variables.find((one) => one.name === name)
  if (found === undefined) throw new Error(`the network has no variable ${name}`)
  return found.variable
}

/** A copy of the variable's values now. */
export function valuesOf(variables: readonly NetworkVariable[], name: string): Float32Array {
  return variableOf(variables, name).dataSync<'float32'>().slice()
}

/** Rows [B,D] as the images [B,1,1,D] that a stream session takes. */
export function asImages(rows: Tensor2D): Tensor4D {
  return tf.reshape(rows, [rows.shape[0], 1, 1, rows.shape[1]])
}
