/**
 * The diagonal of the Hessian of a network's mean cross-entropy, for every kernel: what Optimal Brain Damage weighs weights with.
 *
 * All networks here are piecewise linear between image and logits (convolution, dense, ReLU, max-pooling, norms with fixed
 * statistics), so the second derivative by a single weight is that of the Gauss-Newton matrix, which for softmax cross-entropy is
 * Fisher's: E over ŷ ~ p(·|x) of (∂ log p(ŷ|x)/∂w)². No label is needed. It is computed exactly for small dense networks
 * (`dense-curvature.ts`), and otherwise estimated: with labels ŷ drawn independently from the network's own predictions, B·ḡ² of a
 * batch's mean gradient ḡ has this expectation, since scores of different images are independent with mean 0.
 */
import type { DomainRole } from '@shared/domain/ids'
import { type Rank, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import { takeGradients } from '../../nn/gradients'
import type { RandomStream } from '../../nn/random'
import { prefixNames } from '../../nn/variables'
import { type GraphModel, kernelNames, weightNamed } from '../graph/graph-model'
import { createGraphNetwork } from '../graph/graph-network'
import { overSample, type UnlabelledSample } from '../unlabelled-sample'
import { type DenseLayer, denseCurvature } from './dense-curvature'

const batch = 32
/** Draws of labels for each batch. */
const draws = 4
/** Up to here the exact way needs less memory than a batch of a convolutional network. */
const mostExactUnits = 256

/** By kernel name, in the order of the kernel's values. */
export async function kernelCurvature(model: GraphModel, sample: UnlabelledSample): Promise<Map<string, Float32Array>> {
  const sums = new Map(kernelNames(model.graph).map((name) => [name, new Float32Array(weightNamed(model, name).data.length)]))
  const add = (name: string, values: Float32Array): void => {
    const sum = sums.get(name) as Float32Array
    values.forEach((value, at) => {
      sum[at] += value
    })
  }
  const exact = denseLayersOf(model)
  const network = createGraphNetwork(model)
  const parts = [...prefixNames('features', network.features.variables), ...prefixNames('head', network.head.variables)]
  const kernels = parts.filter(({ name }) => sums.has(name))
  try {
    await overSample(sample, batch, ({ x, domain, random }) => {
      const found = exact === null ? sampledCurvature({ network, kernels, domain, random }, x) : exactCurvature(model, exact, x)
      found.forEach((values, index) => {
        add(exact === null ? kernels[index].name : exact[index].kernel, values)
      })
    })
  } finally {
    for (const { variable } of parts) variable.dispose()
  }
  return sums
}

interface Sampling {
  readonly network: ReturnType<typeof createGraphNetwork>
  readonly kernels: ReturnType<typeof prefixNames>
  readonly domain: DomainRole
  readonly random: RandomStream
}

function sampledCurvature({ network: { features, head }, kernels, domain, random }: Sampling, x: Tensor4D): Float32Array[] {
  const pass = { training: false, domain }
  const predict = (): Tensor2D => head.forward(features.forward(x, pass), pass)
  const probabilities = tf.softmax(predict()).dataSync<'float32'>()
  const classes = probabilities.length / x.shape[0]
  const taken = Array.from({ length: draws }, () => {
    const y: Tensor1D = tf.tensor1d(drawLabels(probabilities, classes, random), 'int32')
    return takeGradients(() => ({ loss: crossEntropy(predict(), y), metrics: {} }), kernels).gradients
  })
  return kernels.map((_, index) => {
    const squares = tf.addN(taken.map((gradients) => tf.square(gradients[index])))
    return tf.mul(squares, x.shape[0] / draws).dataSync<'float32'>()
  })
}

/** One class id a row, drawn by its probabilities [N,K]. */
function drawLabels(probabilities: Float32Array, classes: number, random: RandomStream): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    let rest = random.uniform()
    const own = probabilities.subarray(row * classes, (row + 1) * classes)
    const found = own.findIndex((share) => {
      rest -= share
      return rest < 0
    })
    return found < 0 ? classes - 1 : found
  })
}

interface NamedLayer {
  readonly kernel: string
  readonly bias: string | null
  readonly activation: DenseLayer['activation']
}

/** The layers of a small network of dense layers and ReLU over the flattened image; null for any other. */
function denseLayersOf(model: GraphModel): NamedLayer[] | null {
  const { nodes, targetWeights } = model.graph
  const plain = nodes.every((node) => ['image', 'subtract', 'divide', 'flatten', 'dense', 'bias', 'relu'].includes(node.op))
  if (!plain || Object.keys(targetWeights).length > 0) return null
  const layers = nodes.flatMap((node, at): NamedLayer[] => {
    if (node.op !== 'dense') return []
    const next = nodes[at + 1]
    const bias = next?.op === 'bias' ? next.bias : null
    const after = bias === null ? next : nodes[at + 2]
    return [{ kernel: node.kernel, bias, activation: after?.op === 'relu' ? 'relu' : 'identity' }]
  })
  const hidden = layers.slice(0, -1).map(({ kernel }) => weightNamed(model, kernel).shape[1])
  return Math.max(0, ...hidden) <= mostExactUnits ? layers : null
}

function exactCurvature(model: GraphModel, layers: readonly NamedLayer[], x: Tensor4D): Float32Array[] {
  const tensor = <R extends Rank>(name: string): Tensor<R> => {
    const { data, shape } = weightNamed(model, name)
    return tf.tensor<R>(data, [...shape] as never)
  }
  const normalised = model.graph.nodes.reduce((before: Tensor, node) => {
    if (node.op !== 'subtract' && node.op !== 'divide') return before
    return node.op === 'subtract' ? tf.sub(before, tensor(node.by)) : tf.div(before, tensor(node.by))
  }, x)
  const rows: Tensor2D = tf.reshape(normalised, [x.shape[0], x.size / x.shape[0]])
  const dense = layers.map(({ kernel, bias, activation }) => ({
    kernel: tensor<Rank.R2>(kernel),
    bias: bias === null ? null : tensor<Rank.R1>(bias),
    activation,
  }))
  return denseCurvature(dense, rows, null).map((layer) => layer.kernel.dataSync<'float32'>())
}
