/** Reads the network graph off a session: the layers it predicts source images with, and what differs for those of the target. */
import { AppError } from '@shared/contract/failure'
import type { GraphNode } from '@shared/domain/network-graph'
import { type Rank, tf } from '../../backend/tensorflow'
import type { Session } from '../../methods/method'
import { readGraph, UnknownOperation } from '../../network-graph/read-graph'
import { type GraphModel, type GraphWeight, weightsOf } from './graph-model'
import { type NamedLayers, namedLayers } from './named-layers'

/**
 * The network with which the session predicts images of `imageSize` pixels, and its weights as they are now. Dropout and
 * everything else that training alone does is not in it; averaged weights are, where the session predicts with them.
 * @throws AppError `invalid-input`, naming the operation, where the network is made of others than a graph has.
 */
export function traceNetwork(session: Pick<Session, 'state' | 'predict'>, imageSize: number): GraphModel {
  const [source, target] = layersOfDomains(session, imageSize)
  const { renamed, targetWeights } = matchDomains(source, target)
  const nodes = source.nodes.map((node) => renameWeights(node, renamed))
  const own = nodes.flatMap((node) => Object.values(weightsOf(node)).flat())
  const given = new Map([...renamed].map(([before, after]) => [after, before]))
  const weights = [...new Set(own.flatMap((name) => [name, targetWeights[name] ?? name]))].map((name): [string, GraphWeight] => {
    const before = given.get(name) ?? name
    return [name, (source.weights.get(before) ?? target.weights.get(before)) as GraphWeight]
  })
  const graph = { imageSize, nodes, features: featuresOf(nodes), logits: nodes[nodes.length - 1].name, targetWeights }
  return { graph: { ...graph, weightCodes: {}, activationCodes: {} }, weights: new Map(weights) }
}

function layersOfDomains(session: Pick<Session, 'state' | 'predict'>, imageSize: number): NamedLayers[] {
  // Two images, so that no side of a shape passes for the batch's.
  const example = tf.zeros<Rank.R4>([2, imageSize, imageSize, 3])
  try {
    return (['source', 'target'] as const).map((domain) => namedLayers(readGraph(session, domain, example).graph))
  } catch (error) {
    throw error instanceof UnknownOperation ? notReducible(error) : error
  } finally {
    example.dispose()
  }
}

interface Matched {
  /** Names that weights are given in place of the session's. */
  readonly renamed: ReadonlyMap<string, string>
  readonly targetWeights: Readonly<Record<string, string>>
}

function matchDomains(source: NamedLayers, target: NamedLayers): Matched {
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

const shapeOf = ({ nodes }: NamedLayers): string => nodes.map(({ op }) => op).join()

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

function notReducible({ operation, after }: UnknownOperation): AppError {
  return new AppError(
    'invalid-input',
    `This model cannot be reduced: after ${after} its network uses the operation ${operation}, which a network graph does not have.`,
    'Reduce a model with convolutions, dense layers, batch norm, ReLU and pooling.',
    'run',
  )
}
