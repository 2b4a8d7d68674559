/** Reads the network graph off a session: its predictions are recorded op by op, and each op becomes a node over named weights. */
import { AppError } from '@shared/contract/failure'
import type { DomainRole } from '@shared/domain/ids'
import type { GraphNode } from '@shared/domain/network-graph'
import { nativeIds, type RecordedOp, type Recording, record, type TensorId } from '../../backend/graph/recorder'
import { type Tensor4D, tf } from '../../backend/tensorflow'
import type { Session } from '../../methods/method'
import { separateVariables } from '../../training/session-state'
import { type GraphModel, type GraphWeight, weightsOf } from './graph-model'

/**
 * The network with which the session predicts images of `imageSize` pixels, and its weights as they are now. Dropout and
 * everything else that training alone does is not in it; averaged weights are, where the session predicts with them.
 * @throws AppError `invalid-input`, naming the operation, where the network is made of others than a graph has.
 */
export function traceNetwork(session: Pick<Session, 'state' | 'predict'>, imageSize: number): GraphModel {
  separateVariables(session.state.values())
  const [source, target] = (['source', 'target'] as const).map((domain) => traceDomain(session, imageSize, domain))
  const { renamed, targetWeights } = matchDomains(source, target)
  const nodes = source.nodes.map((node) => renameWeights(node, renamed))
  const own = nodes.flatMap((node) => Object.values(weightsOf(node)).flat())
  const given = new Map([...renamed].map(([before, after]) => [after, before]))
  const weights = [...new Set(own.flatMap((name) => [name, targetWeights[name] ?? name]))].map((name): [string, GraphWeight] => {
    const variable = session.state.get(given.get(name) ?? name)
    if (variable === undefined) throw new Error(`the session has no state ${name}`)
    return [name, { shape: variable.shape, data: variable.dataSync<'float32'>().slice() }]
  })
  const graph = { imageSize, nodes, features: featuresOf(nodes), logits: nodes[nodes.length - 1].name, targetWeights }
  return { graph: { ...graph, weightCodes: {}, activationCodes: {} }, weights: new Map(weights) }
}

interface DomainTrace {
  readonly nodes: readonly GraphNode[]
}

function traceDomain(session: Pick<Session, 'state' | 'predict'>, imageSize: number, domain: DomainRole): DomainTrace {
  return tf.tidy(() => {
    // Two images, so that no side of a shape passes for the batch's.
    const x: Tensor4D = tf.zeros([2, imageSize, imageSize, 3])
    const weights = new Map([...session.state].map(([name, variable]) => [nativeIds([variable])[0], name]))
    const [imageId] = nativeIds([x])
    const { recording } = record(() => session.predict(x, domain))
    return { nodes: toNodes(recording, { imageId, weights, imageSize }) }
  })
}

interface TraceInputs {
  readonly imageId: TensorId
  /** State names by native id. */
  readonly weights: ReadonlyMap<TensorId, string>
  readonly imageSize: number
}

function toNodes(recording: Recording, { imageId, weights, imageSize }: TraceInputs): GraphNode[] {
  const nodes: GraphNode[] = [{ name: 'image', op: 'image' }]
  const nodeOf = new Map<TensorId, string>([[imageId, 'image']])
  const shapeOf = new Map<TensorId, readonly number[]>([[imageId, [2, imageSize, imageSize, 3]]])
  for (const op of recording.ops) {
    const [output] = op.outputs
    shapeOf.set(output.id, output.shape)
    const refuse = (): never => {
      throw notReducible(op, nodes[nodes.length - 1].name)
    }
    const input = (): string => nodeOf.get(op.inputs[0]) ?? refuse()
    const weight = (place: number): string => weights.get(op.inputs[place]) ?? refuse()
    const add = (node: GraphNode): void => {
      nodes.push(node)
      nodeOf.set(output.id, node.name)
    }
    const plain = (name: string): string => `${name}${nodes.filter((node) => node.op === name).length + 1}`
    const pass = (): void => void nodeOf.set(output.id, input())
    switch (op.name) {
      case 'Sub':
        add({ name: weight(1), op: 'subtract', input: input(), by: weight(1) })
        break
      case 'RealDiv':
        add({ name: weight(1), op: 'divide', input: input(), by: weight(1) })
        break
      case 'Conv2D':
      case 'DepthwiseConv2dNative': {
        if (!listOf(op, 'dilations').every((one) => one === 1) || textOf(op, 'padding') === 'EXPLICIT') refuse()
        if (op.name !== 'Conv2D' && shapeOf.get(op.inputs[1])?.[3] !== undefined && shapeOf.get(op.inputs[1])?.[3] !== 1) refuse()
        const kind = op.name === 'Conv2D' ? ('conv2d' as const) : ('depthwise-conv2d' as const)
        add({
          name: layerOf(weight(1)),
          op: kind,
          input: input(),
          kernel: weight(1),
          strides: stepsOf(op, 'strides'),
          padding: paddingOf(op),
        })
        break
      }
      case 'MatMul':
        if (flagOf(op, 'transpose_a') || flagOf(op, 'transpose_b')) refuse()
        add({ name: layerOf(weight(1)), op: 'dense', input: input(), kernel: weight(1) })
        break
      case 'BiasAdd':
        add({ name: weight(1), op: 'bias', input: input(), bias: weight(1) })
        break
      case 'FusedBatchNormV3': {
        if (flagOf(op, 'is_training')) refuse()
        const [scale, offset, mean, variance] = [1, 2, 3, 4].map(weight)
        const epsilon = Number(attributeOf(op, 'epsilon'))
        add({ name: layerOf(scale), op: 'batch-norm', input: input(), scale, offset, mean, variance, epsilon })
        break
      }
      case 'Relu':
      case 'Relu6': {
        const kind = op.name === 'Relu' ? ('relu' as const) : ('relu6' as const)
        add({ name: plain(kind), op: kind, input: input() })
        break
      }
      case 'MaxPool':
        add({
          name: plain('max-pool'),
          op: 'max-pool',
          input: input(),
          window: stepsOf(op, 'ksize'),
          strides: stepsOf(op, 'strides'),
          padding: paddingOf(op),
        })
        break
      case 'Mean': {
        const axes = recording.constants.get(op.inputs[1])?.data
        if (axes === undefined || axes === null || [...axes].join() !== '1,2' || flagOf(op, 'keep_dims')) refuse()
        add({ name: plain('mean'), op: 'mean', input: input() })
        break
      }
      case 'Add':
      case 'AddV2': {
        const other = nodeOf.get(op.inputs[1])
        if (other !== undefined) add({ name: plain('add'), op: 'add', input: input(), other })
        else add({ name: weight(1), op: 'bias', input: input(), bias: weight(1) })
        break
      }
      case 'Reshape': {
        // Others only take a norm's input to images and back.
        const isFlattening = output.shape.length === 2 && isImages(nodes, input())
        if (!isFlattening && shapeOf.get(op.inputs[0])?.at(-1) !== output.shape.at(-1)) refuse()
        if (isFlattening) add({ name: plain('flatten'), op: 'flatten', input: input() })
        else pass()
        break
      }
      case 'Cast':
      case 'Identity':
        pass()
        break
      default:
        refuse()
    }
  }
  return nodes
}

/** Whether the node's output is [B,H,W,C] rather than [B,C]. */
function isImages(nodes: readonly GraphNode[], name: string): boolean {
  const node = nodes.find((one) => one.name === name)
  if (node === undefined || node.op === 'dense' || node.op === 'flatten' || node.op === 'mean') return false
  return !('input' in node) || node.op === 'conv2d' || node.op === 'depthwise-conv2d' || isImages(nodes, node.input)
}

/** Which weights the target uses in place of the source's, and under which names both are kept. */
function matchDomains(source: DomainTrace, target: DomainTrace) {
  const renamed = new Map<string, string>()
  const targetWeights: Record<string, string> = {}
  const [own, others] = [source, target].map(({ nodes }) => nodes.flatMap((node) => Object.values(weightsOf(node)).flat()))
  if (shapeOf(source) !== shapeOf(target)) {
    throw new AppError(
      'invalid-input',
      'This model predicts source and target images with different networks, which cannot be reduced together.',
      'Reduce a model of another method.',
      'run',
    )
  }
  for (const [index, name] of own.entries()) {
    // Averaged weights and a method's second extractor go by the name of the layer that they stand for.
    const plain = [name, others[index]].map((one) => one.replace(/^ema\//, '')).find((one) => /^(features|head)\//.test(one))
    renamed.set(name, plain ?? name)
    if (others[index] === name) continue
    const kept = renamed.get(name) as string
    targetWeights[kept] = `${layerOf(kept)}/target-${kept.slice(layerOf(kept).length + 1)}`
    renamed.set(others[index], targetWeights[kept])
  }
  return { renamed, targetWeights }
}

const shapeOf = ({ nodes }: DomainTrace): string => nodes.map(({ op }) => op).join()

function renameWeights(node: GraphNode, renamed: ReadonlyMap<string, string>): GraphNode {
  const fields = ['by', 'kernel', 'bias', 'scale', 'offset', 'mean', 'variance']
  return Object.fromEntries(
    Object.entries(node).map(([field, value]) => [field, fields.includes(field) ? (renamed.get(String(value)) ?? value) : value]),
  ) as unknown as GraphNode
}

/** What the first layer of the head reads; with a head without weights, what comes before the logits. */
function featuresOf(nodes: readonly GraphNode[]): string {
  const first = nodes.find((node) => weightsOf(node).trained.some((name) => name.startsWith('head/')))
  return first !== undefined && 'input' in first ? first.input : nodes[nodes.length - 2].name
}

function layerOf(weight: string): string {
  return weight.slice(0, weight.lastIndexOf('/'))
}

function attributeOf({ attributes }: RecordedOp, name: string): unknown {
  return attributes.find((one) => one.name === name)?.value
}
const textOf = (op: RecordedOp, name: string): string => String(attributeOf(op, name))
const flagOf = (op: RecordedOp, name: string): boolean => attributeOf(op, name) === true
const listOf = (op: RecordedOp, name: string): number[] => (attributeOf(op, name) ?? []) as number[]
const stepsOf = (op: RecordedOp, name: string): [number, number] => [listOf(op, name)[1], listOf(op, name)[2]]
const paddingOf = (op: RecordedOp) => (textOf(op, 'padding') === 'SAME' ? ('same' as const) : ('valid' as const))

function notReducible(op: RecordedOp, after: string): AppError {
  return new AppError(
    'invalid-input',
    `This model cannot be reduced: after ${after} its network uses the operation ${op.name}, which a network graph does not have.`,
    'Reduce a model with convolutions, dense layers, batch norm, ReLU and pooling.',
    'run',
  )
}
