/** Runs a network graph in tensors, in floats or in whole numbers as its codes say: the same pass serves answering and fine-tuning. */
import type { DomainRole } from '@shared/domain/ids'
import type { GraphNode, WeightCodes } from '@shared/domain/network-graph'
import { biasAdd } from '../../backend/ops/bias-add'
import { type Rank, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf, type Variable } from '../../backend/tensorflow'
import { normaliseBatch } from '../../nn/layers/batch-norm'
import type { Block, FeatureExtractor, Head, NetworkVariable, Pass } from '../../nn/network'
import { createVariable } from '../../nn/variables'
import { type GraphModel, inputsOf, type KernelNode, nodeNamed, weightFor, weightNamed, weightsOf } from './graph-model'
import { whole, wholeBetween } from './rounding'

/** The two parts of a predicting network, over variables that hold the model's weights. */
export interface GraphNetwork {
  readonly features: FeatureExtractor
  readonly head: Head
}

export interface GraphNetworkOptions {
  /** What kernels are multiplied with in every pass, by name: 1 stays, 0 is pruned, and gets no gradient. */
  readonly masks?: ReadonlyMap<string, Variable>
  /** Sees every node's output, as the real values that it stands for. */
  readonly onOutput?: (node: string, value: Tensor) => void
}

/** A node's output: value·scale, or `value` itself where there is no scale. Whole numbers where its input was. */
interface Flow {
  readonly value: Tensor
  /** One number, or one for each channel. */
  readonly scale: Tensor | null
}

/** Variables are the caller's, under their weights' names without the part's. */
export function createGraphNetwork(model: GraphModel, { masks = new Map(), onOutput }: GraphNetworkOptions = {}): GraphNetwork {
  const { graph } = model
  const boundary = graph.nodes.findIndex(({ name }) => name === graph.features) + 1
  const [extracting, deciding] = [graph.nodes.slice(1, boundary), graph.nodes.slice(boundary)]
  const parts = { features: variablesOf(model, extracting, 'features'), head: variablesOf(model, deciding, 'head') }
  const variables = new Map([...parts.features, ...parts.head].map(({ weight, variable }) => [weight, variable.variable]))
  const find = (name: string, domain: DomainRole): { readonly name: string; readonly variable: Variable } => {
    const used = weightFor(graph, name, domain)
    return { name: used, variable: variables.get(used) as Variable }
  }
  const run = (nodes: readonly GraphNode[], start: readonly [string, Flow], pass: Pass): Tensor =>
    tf.tidy(() => {
      const flows = new Map<string, Flow>([start])
      const evaluator = createEvaluator(model, { find, masks, pass })
      for (const node of nodes) {
        const inputs = inputsOf(node).map((name) => flows.get(name) as Flow)
        const flow = evaluator(node, inputs)
        flows.set(node.name, flow)
        onOutput?.(node.name, real(flow))
      }
      return real(flows.get(nodes[nodes.length - 1]?.name ?? start[0]) as Flow)
    })
  const startOfHead = (x: Tensor): readonly [string, Flow] => {
    const scale = scaleAt(model, graph.features)
    return [graph.features, scale === null ? { value: x, scale: null } : { value: whole(tf.div(x, scale)), scale: tf.scalar(scale) }]
  }
  const extractor: Block = {
    name: 'features',
    variables: parts.features.map(({ variable }) => variable),
    forward: (x, pass) => run(extracting, ['image', { value: x, scale: null }], pass),
  }
  const features = { ...extractor, forward: extractor.forward as FeatureExtractor['forward'], blocks: [extractor], freeze: refuseFreezing }
  const last = deciding.findLast((node) => node.op === 'dense')
  if (last === undefined) throw new Error('the head of the network has no dense layer')
  const beforeLast = deciding.slice(0, deciding.indexOf(last))
  const lastBias = deciding.find((node) => node.op === 'bias' && node.input === last.name)
  return {
    features: { ...features, featureSize: widthOf(features, graph.imageSize) },
    head: {
      variables: parts.head.map(({ variable }) => variable),
      forward: (x, pass) => tf.tidy(() => run(deciding, startOfHead(x), pass)) as Tensor2D,
      hidden: (x, pass) => (beforeLast.length === 0 ? x : (tf.tidy(() => run(beforeLast, startOfHead(x), pass)) as Tensor2D)),
      lastLayer: {
        kernel: find(last.kernel, 'source').variable as Variable<Rank.R2>,
        bias: lastBias?.op === 'bias' ? (find(lastBias.bias, 'source').variable as Variable<Rank.R1>) : null,
      },
    },
  }
}

/** A reduced network is one block: it is trained as a whole or not at all. */
function refuseFreezing(count: number): void {
  if (count > 0) throw new Error('a reduced network cannot be frozen in part')
}

interface PartVariable {
  readonly weight: string
  readonly variable: NetworkVariable
}

function variablesOf(model: GraphModel, nodes: readonly GraphNode[], part: string): PartVariable[] {
  const made = new Map<string, PartVariable>()
  for (const node of nodes) {
    const { trained, fixed } = weightsOf(node)
    for (const name of [...trained, ...fixed].flatMap((one) => [one, weightFor(model.graph, one, 'target')])) {
      if (made.has(name)) continue
      const { shape, data } = weightNamed(model, name)
      const isTrained = trained.some((one) => one === name || weightFor(model.graph, one, 'target') === name)
      const local = name.startsWith(`${part}/`) ? name.slice(part.length + 1) : name
      const variable = createVariable(local, tf.tensor(data, [...shape]), isTrained ? 'trained' : 'statistic')
      made.set(name, { weight: name, variable })
    }
  }
  return [...made.values()]
}

function widthOf(features: Pick<FeatureExtractor, 'forward'>, imageSize: number): number {
  return tf.tidy(() => features.forward(tf.zeros([1, imageSize, imageSize, 3]), { training: false }).shape[1])
}

/** Scale of the codes that the node passes on; null where it passes floats. */
function scaleAt(model: GraphModel, name: string): number | null {
  const codes = model.graph.activationCodes[name]
  if (codes !== undefined) return codes.scale
  const node = nodeNamed(model.graph, name)
  const passesOn = ['relu', 'relu6', 'max-pool', 'flatten'].includes(node.op)
  return passesOn && 'input' in node ? scaleAt(model, node.input) : null
}

interface EvaluationContext {
  find(name: string, domain: DomainRole): { readonly name: string; readonly variable: Variable }
  readonly masks: ReadonlyMap<string, Variable>
  readonly pass: Pass
}

function createEvaluator({ graph }: GraphModel, { find, masks, pass }: EvaluationContext) {
  const domain = pass.domain ?? 'source'
  const weight = (name: string): Tensor => find(name, domain).variable
  return (node: GraphNode, [x, other]: readonly Flow[]): Flow => {
    const codes = graph.activationCodes[node.name]
    const flow = evaluate(node, x, other)
    if (codes === undefined) return flow
    const { scale, zeroPoint } = codes
    return { value: wholeBetween(tf.div(real(flow), scale), -zeroPoint, 255 - zeroPoint), scale: tf.scalar(scale) }
  }

  function evaluate(node: GraphNode, x: Flow, other: Flow): Flow {
    const floats = (value: Tensor): Flow => ({ value, scale: null })
    const same = (value: Tensor): Flow => ({ value, scale: x.scale })
    switch (node.op) {
      case 'image':
        return x
      case 'subtract':
        return floats(tf.sub(real(x), weight(node.by)))
      case 'divide':
        return floats(tf.div(real(x), weight(node.by)))
      case 'conv2d':
      case 'depthwise-conv2d':
      case 'dense':
        return throughKernel(node, x)
      case 'bias':
        return x.scale === null
          ? floats(biasAdd(x.value, weight(node.bias) as Tensor1D))
          : same(tf.add(x.value, whole(tf.div(weight(node.bias), x.scale))))
      case 'batch-norm':
        return floats(normalise(node, real(x) as Tensor2D))
      case 'relu':
        return same(tf.relu(x.value))
      case 'relu6':
        return same(tf.minimum(tf.relu(x.value), x.scale === null ? 6 : tf.div(6, x.scale)))
      case 'max-pool':
        return same(tf.maxPool(x.value as Tensor4D, node.window, node.strides, node.padding))
      case 'mean':
        return same(tf.mean(x.value, [1, 2]))
      case 'flatten':
        return same(tf.reshape(x.value, [x.value.shape[0], x.value.size / x.value.shape[0]]))
      case 'add':
        return floats(tf.add(real(x), real(other)))
    }
  }

  function throughKernel(node: KernelNode, x: Flow): Flow {
    const { name, variable } = find(node.kernel, domain)
    const mask = masks.get(name)
    const kernel: Tensor = mask === undefined ? variable : tf.mul(variable, mask)
    const codes = graph.weightCodes[name]
    if (codes === undefined) return { value: applyKernel(node, real(x), kernel), scale: null }
    const scales = tf.tensor1d(domain === 'target' ? (codes.targetScales ?? codes.scales) : codes.scales)
    const sum = applyKernel(node, x.value, codesOf(node, kernel, codes))
    // A sum of whole numbers is one: what a fast convolution lost is put back.
    return x.scale === null ? { value: sum, scale: scales } : { value: whole(sum), scale: tf.mul(scales, x.scale) }
  }

  function normalise(node: Extract<GraphNode, { readonly op: 'batch-norm' }>, x: Tensor2D): Tensor {
    const statistic = (name: string) => find(name, domain).variable as Variable<Rank.R1>
    // Statistics that both domains share are the source's: target images are normalised with them and do not move them.
    const shared = domain === 'target' && graph.targetWeights[node.mean] === undefined
    return normaliseBatch(
      x,
      {
        momentum: 0.1,
        affine: { scale: weight(node.scale) as Tensor1D, offset: weight(node.offset) as Tensor1D, epsilon: node.epsilon },
        statistics: { mean: statistic(node.mean), variance: statistic(node.variance) },
      },
      shared ? { ...pass, training: false } : pass,
    )
  }
}

function applyKernel(node: KernelNode, x: Tensor, kernel: Tensor): Tensor {
  if (node.op === 'dense') return tf.matMul(x as Tensor2D, kernel as Tensor2D)
  const [image, filter] = [x as Tensor4D, kernel as Tensor4D]
  return node.op === 'conv2d'
    ? tf.conv2d(image, filter, node.strides, node.padding)
    : tf.depthwiseConv2d(image, filter, node.strides, node.padding)
}

/** Codes less their zero point. */
function codesOf({ op }: KernelNode, kernel: Tensor, { scheme, scales, zeroPoints }: WeightCodes): Tensor {
  // Channels are the last axis, but one before it where every channel has a kernel of its own.
  const steps = tf.div(kernel, op === 'depthwise-conv2d' ? tf.tensor2d(scales, [scales.length, 1]) : tf.tensor1d(scales))
  if (scheme === 'per-channel-symmetric') return wholeBetween(steps, -127, 127)
  return wholeBetween(steps, -128 - zeroPoints[0], 127 - zeroPoints[0])
}

function real({ value, scale }: Flow): Tensor {
  return scale === null ? value : tf.mul(value, scale)
}
