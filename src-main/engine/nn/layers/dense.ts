/** Fully connected layer. */
import { biasAdd } from '../../backend/ops/bias-add'
import { type Rank, type Tensor1D, type Tensor2D, tf } from '../../backend/tensorflow'
import { type Initialiser, uniformFanIn } from '../initialisers'
import type { LinearLayer, Module } from '../network'
import type { RandomStream } from '../random'
import { createVariable } from '../variables'

export interface DenseOptions {
  readonly inputs: number
  readonly outputs: number
  /** Default true. Leave it out before batch normalisation, which takes any constant away. */
  readonly bias?: boolean
  readonly initialiser?: Initialiser
  readonly random: RandomStream
}

export interface Dense extends Module<Tensor2D, Tensor2D>, LinearLayer {}

/** x [B,inputs] → x·kernel + bias [B,outputs]. Variables: kernel [inputs,outputs], bias [outputs]. */
export function dense(options: DenseOptions): Dense {
  const { inputs, outputs, initialiser = uniformFanIn, random } = options
  const kernel = createVariable(
    'kernel',
    initialiser({ shape: [inputs, outputs], fanIn: inputs, random: random.fork('kernel') }) as Tensor2D,
  )
  const bias =
    options.bias === false
      ? null
      : createVariable<Rank.R1>('bias', uniformFanIn({ shape: [outputs], fanIn: inputs, random: random.fork('bias') }) as Tensor1D)
  return {
    variables: bias === null ? [kernel] : [kernel, bias],
    kernel: kernel.variable,
    bias: bias?.variable ?? null,
    forward(x) {
      const y: Tensor2D = tf.matMul(x, kernel.variable)
      return bias === null ? y : biasAdd(y, bias.variable)
    },
  }
}
