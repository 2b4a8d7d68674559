/** Input normalisation inside the network, so that a saved model carries it. */
import { type Tensor4D, tf } from '../../backend/tensorflow'
import type { Module } from '../network'
import { createVariable } from '../variables'

export interface InputStatistics {
  /** Per-channel mean and standard deviation of pixel values in [0,1]. */
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

/** Below this a channel counts as constant and is only centred: 1/255 is one step of an 8-bit pixel. */
const smallestDeviation = 1 / 255

/** (x − mean)/std per channel. x [B,H,W,3] in [0,1] → same shape. Variables: mean [3], std [3]. */
export function normaliseInput({ mean, std }: InputStatistics): Module<Tensor4D, Tensor4D> {
  const centre = createVariable('mean', tf.tensor1d([...mean]), 'statistic')
  const spread = createVariable('std', tf.tensor1d(std.map((value) => (value < smallestDeviation ? 1 : value))), 'statistic')
  return {
    variables: [centre, spread],
    forward: (x) => tf.div(tf.sub(x, centre.variable), spread.variable),
  }
}
