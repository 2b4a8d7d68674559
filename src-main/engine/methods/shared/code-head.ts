/** A classifier that answers with the class whose point is nearest: a linear layer that is set, not trained. */
import { assign } from '../../backend/assign'
import { type Rank, type Tensor2D, tf } from '../../backend/tensorflow'
import type { Head } from '../../nn/network'
import { createVariable } from '../../nn/variables'

export interface CodeHead extends Head {
  /** points [K,D] → what the head holds features against from now on. */
  set(points: Tensor2D): void
  /** The points [K,D] as they are; the caller's tidy scope owns them. */
  points(): Tensor2D
}

/**
 * x [B,D] → logits [B,K] = 2·x·cₖ − ‖cₖ‖², which is −‖x − cₖ‖² but for ‖x‖², the same for every class (Snell et al. 2017, section 2.4).
 * Points are 0 at first.
 */
export function codeHead(classes: number, featureSize: number): CodeHead {
  const kernel = createVariable('kernel', tf.zeros<Rank.R2>([featureSize, classes]), 'statistic')
  const bias = createVariable('bias', tf.zeros<Rank.R1>([classes]), 'statistic')
  return {
    variables: [kernel, bias],
    lastLayer: { kernel: kernel.variable, bias: bias.variable },
    hidden: (x) => x,
    forward: (x) => tf.add(tf.matMul(x, kernel.variable), bias.variable),
    set(points) {
      assign(kernel.variable, () => tf.mul(tf.transpose(points), 2))
      assign(bias.variable, () => tf.neg(tf.sum(tf.square(points), 1)))
    },
    points: () => tf.div(tf.transpose(kernel.variable), 2),
  }
}
