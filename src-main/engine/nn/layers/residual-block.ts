/** The basic block of a residual network (He et al. 2016): two 3×3 convolutions beside a shortcut. */
import { type Tensor4D, tf } from '../../backend/tensorflow'
import { chain } from '../chain'
import { heNormal } from '../initialisers'
import type { Module } from '../network'
import type { RandomStream } from '../random'
import { prefixNames } from '../variables'
import { batchNorm } from './batch-norm'
import { conv2d } from './conv2d'
import { relu } from './stateless'

export interface ResidualBlockOptions {
  readonly inputs: number
  readonly outputs: number
  readonly stride: number
  readonly random: RandomStream
}

/**
 * y = ReLU(F(x) + S(x)), F = conv3×3 (stride), BN, ReLU, conv3×3, BN; S = x, or conv1×1 (stride) and BN where the shape changes.
 * x [B,H,W,inputs] → [B,⌈H/stride⌉,⌈W/stride⌉,outputs].
 */
export function residualBlock({ inputs, outputs, stride, random }: ResidualBlockOptions): Module<Tensor4D, Tensor4D> {
  const shared = { padding: 'same', bias: false, initialiser: heNormal } as const
  const residual = chain('conv1', conv2d({ ...shared, inputs, outputs, kernel: 3, stride, random: random.fork('conv1') }))
    .add('bn1', batchNorm(outputs))
    .add('relu', relu())
    .add('conv2', conv2d({ ...shared, inputs: outputs, outputs, kernel: 3, random: random.fork('conv2') }))
    .add('bn2', batchNorm(outputs))
  const shortcut =
    stride === 1 && inputs === outputs
      ? null
      : chain('conv', conv2d({ ...shared, inputs, outputs, kernel: 1, stride, random: random.fork('shortcut') })).add(
          'bn',
          batchNorm(outputs),
        )
  return {
    variables: [...residual.variables, ...(shortcut === null ? [] : prefixNames('shortcut', shortcut.variables))],
    forward(x, pass) {
      const straight = shortcut === null ? x : shortcut.forward(x, pass)
      return tf.relu(tf.add(residual.forward(x, pass), straight))
    },
  }
}
