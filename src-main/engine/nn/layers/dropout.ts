/** Dropout of single entries or of whole channels. */
import { dropout as drop } from '../../backend/ops/dropout'
import { type Tensor, tf } from '../../backend/tensorflow'
import type { Module } from '../network'
import type { RandomStream } from '../random'
import { createVariable } from '../variables'

export interface DropoutLayerOptions {
  /** Part set to zero in training passes, in [0,1); 0 leaves everything as it is. */
  readonly rate: number
  /** `entries`: each value by itself. `channels`: whole feature maps of [B,H,W,C] (Tompson et al. 2015). */
  readonly drops: 'entries' | 'channels'
  readonly random: RandomStream
}

const seeds = 2_147_483_647

/** x → same shape. Variables: counter int32 [2], the seed and the number of draws so far. */
export function dropout<T extends Tensor>({ rate, drops, random }: DropoutLayerOptions): Module<T, T> {
  if (rate === 0) return { variables: [], forward: (x) => x }
  const counter = createVariable('counter', tf.tensor1d([random.integer(seeds), 0], 'int32'), 'counter')
  return {
    variables: [counter],
    forward(x, pass) {
      if (!pass.training) return x
      const maskShape = drops === 'channels' ? x.shape.map((side, axis) => (axis === 0 || axis === x.rank - 1 ? side : 1)) : x.shape
      return drop(x, { rate, maskShape, counter: counter.variable })
    },
  }
}
