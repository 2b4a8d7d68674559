/** A head of dense layers with ReLU between them. */
import type { Tensor2D } from '../../backend/tensorflow'
import { type Chain, chain } from '../../nn/chain'
import { type Dense, dense } from '../../nn/layers/dense'
import { relu } from '../../nn/layers/stateless'
import type { Head } from '../../nn/network'
import type { RandomStream } from '../../nn/random'
import { linearHead } from './linear-head'

export interface PlainHeadOptions {
  /** Units from the features to the logits, both included: [768, 100, 2] has one hidden layer. At least two. */
  readonly units: readonly number[]
  readonly random: RandomStream
}

/** features [B, units[0]] → logits [B, units.at(-1)]: dense1, ReLU, dense2, ReLU, …, the last one linear. */
export function plainHead({ units, random }: PlainHeadOptions): Head {
  const layer = (index: number): Dense => dense({ inputs: units[index - 1], outputs: units[index], random: random.fork(`dense${index}`) })
  const last = units.length - 1
  let body: Chain<Tensor2D, Tensor2D> | null = null
  for (let index = 1; index < last; index++) {
    body = (body === null ? chain(`dense${index}`, layer(index)) : body.add(`dense${index}`, layer(index))).add('relu', relu())
  }
  return linearHead(body, `dense${last}`, layer(last))
}
