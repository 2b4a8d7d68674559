/** A network graph with the values of its weights on the host: what every reduction takes and gives. */
import type { DomainRole } from '@shared/domain/ids'
import type { GraphNode, NetworkGraph, WeightCodes } from '@shared/domain/network-graph'
import type { WeightArray } from '../../../storage/packed-weights'
import { roundHalfEven } from '../round-half-even'

export interface GraphWeight {
  readonly shape: readonly number[]
  /** Real values, also of a kernel that is kept as codes. */
  readonly data: Float32Array
}

export interface GraphModel {
  readonly graph: NetworkGraph
  /** By name, in the order in which the graph uses them. */
  readonly weights: ReadonlyMap<string, GraphWeight>
}

/** Names of the nodes that `node` reads. */
export function inputsOf(node: GraphNode): string[] {
  if (node.op === 'image') return []
  return node.op === 'add' ? [node.input, node.other] : [node.input]
}

/** Names of the weights that `node` uses for source images: those that training changes, and those that it does not. */
export function weightsOf(node: GraphNode): { readonly trained: string[]; readonly fixed: string[] } {
  switch (node.op) {
    case 'conv2d':
    case 'depthwise-conv2d':
    case 'dense':
      return { trained: [node.kernel], fixed: [] }
    case 'bias':
      return { trained: [node.bias], fixed: [] }
    case 'batch-norm':
      return { trained: [node.scale, node.offset], fixed: [node.mean, node.variance] }
    case 'subtract':
    case 'divide':
      return { trained: [], fixed: [node.by] }
    default:
      return { trained: [], fixed: [] }
  }
}

/** The weight that a domain's images use where the graph names `name`. */
export function weightFor(graph: NetworkGraph, name: string, domain: DomainRole): string {
  return domain === 'target' ? (graph.targetWeights[name] ?? name) : name
}

/** Nodes that read `name`. */
export function readersOf({ nodes }: NetworkGraph, name: string): GraphNode[] {
  return nodes.filter((node) => inputsOf(node).includes(name))
}

/** @throws Error where the graph has no such node: its file was checked when it was read. */
export function nodeNamed({ nodes }: NetworkGraph, name: string): GraphNode {
  const found = nodes.find((node) => node.name === name)
  if (found === undefined) throw new Error(`the graph has no node ${name}`)
  return found
}

/** @throws Error where the model has no such weight. */
export function weightNamed({ weights }: Pick<GraphModel, 'weights'>, name: string): GraphWeight {
  const found = weights.get(name)
  if (found === undefined) throw new Error(`the model has no weight ${name}`)
  return found
}

export type KernelNode = Extract<GraphNode, { readonly kernel: string }>

/** The nodes with a kernel, in the order of the graph. */
export function kernelNodes({ nodes }: NetworkGraph): KernelNode[] {
  return nodes.filter((node) => 'kernel' in node)
}

/** Names of all kernels, those of the target's own beside the source's. */
export function kernelNames(graph: NetworkGraph): string[] {
  const names = kernelNodes(graph).flatMap(({ kernel }) => [kernel, weightFor(graph, kernel, 'target')])
  return [...new Set(names)]
}

/** The model as arrays for its file: kernels with codes as int8. */
export function toArrays({ graph, weights }: GraphModel): WeightArray[] {
  return [...weights].map(([name, { shape, data }]) => {
    const codes = graph.weightCodes[name]
    return { name, shape, data: codes === undefined ? data : encode(data, codes) }
  })
}

/** The model that `toArrays` gave. */
export function fromArrays(graph: NetworkGraph, arrays: readonly WeightArray[]): GraphModel {
  return {
    graph,
    weights: new Map(
      arrays.map(({ name, shape, data }) => {
        if (data instanceof Float32Array) return [name, { shape, data }]
        const { scales, zeroPoints } = graph.weightCodes[name]
        const decode = (code: number, at: number) => (code - zeroPoints[at % zeroPoints.length]) * scales[at % scales.length]
        return [name, { shape, data: Float32Array.from(data, decode) }]
      }),
    ),
  }
}

function encode(data: Float32Array, { scheme, scales, zeroPoints }: WeightCodes): Int8Array {
  const lowest = scheme === 'per-channel-symmetric' ? -127 : -128
  return Int8Array.from(data, (value, at) => {
    const code = roundHalfEven(value / scales[at % scales.length]) + zeroPoints[at % zeroPoints.length]
    return Math.min(127, Math.max(lowest, code))
  })
}
