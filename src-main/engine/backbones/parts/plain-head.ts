/** A head of dense layers with ReLU between them. */
import type { Tensor2D } from '../../backend/tensorflow'
import { chain } from '../../nn/chain'
import { dense } from '../../nn/layers/dense'
import { relu } from '../../nn/layers/stateless'
import type { Head, Module } from '../../nn/network'
import type { RandomStream } from '../../nn/random'

export interface PlainHeadOptions {
  /** Units from the features to the logits, both included: [768, 100, 2] has one hidden layer. At least two. */
  readonly units: readonly number[]
  readonly random: RandomStream
}

/** features [B, units[0]] → logits [B, units.at(-1)]: dense1, ReLU, dense2, ReLU, …, the last one linear. */
export function plainHead({ units, random }: PlainHeadOptions): Head {
  const layer = (index: number): Module<Tensor2D, Tensor2D> =>
    dense({ inputs: units[index - 1], outputs: units[index], random: random.fork(`dense${index}`) })
  let head = chain('dense1', layer(1))
  for (let index = 2; index < units.length; index++) {
    head = head.add('relu', relu()).add(`dense${index}`, layer(index))
  }
  return head
}
