/** First values of weights, drawn from the run's stream. */
import { type Tensor, tf } from '../backend/tensorflow'
import type { RandomStream } from './random'

export interface InitialiserInput {
  readonly shape: readonly number[]
  /** Inputs that feed one output: height·width·channels of a convolution kernel, rows of a dense one. */
  readonly fanIn: number
  readonly random: RandomStream
}

export type Initialiser = (input: InitialiserInput) => Tensor

/** Uniform in ±1/√fanIn: PyTorch's default of convolutions and dense layers, for kernels and biases. */
export const uniformFanIn: Initialiser = ({ shape, fanIn, random }) => {
  const bound = 1 / Math.sqrt(fanIn)
  return fill(shape, () => (2 * random.uniform() - 1) * bound)
}

/** Normal with standard deviation √(2/fanIn) (He et al. 2015): keeps the variance through ReLU. */
export const heNormal: Initialiser = ({ shape, fanIn, random }) => {
  const deviation = Math.sqrt(2 / fanIn)
  return fill(shape, () => random.normal() * deviation)
}

/** Zeros, for weights that are given their values afterwards. */
export const zeros: Initialiser = ({ shape }) => tf.zeros([...shape])

function fill(shape: readonly number[], draw: () => number): Tensor {
  const size = shape.reduce((product, side) => product * side, 1)
  return tf.tensor(Float32Array.from({ length: size }, draw), [...shape], 'float32')
}
