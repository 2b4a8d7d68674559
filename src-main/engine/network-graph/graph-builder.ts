/** Gathers the nodes of a network under unique names and remembers where each comes from. */
import type { ActivationCodes } from '@shared/domain/network-graph'
import { type GraphNode, imageInput, type Operation, type Weight } from './model-graph'

/** A value that depends on the images: the node that gives it, and its shape for one image. */
export interface Value {
  readonly node: string
  readonly shape: readonly number[]
}

/** `Origin`: what gives a node's values in the lab. */
export class GraphBuilder<Origin> {
  private readonly nodes: GraphNode[] = []
  private readonly origins = new Map<string, Origin>()
  /** The weighted layer that each node belongs to: what follows it is named after it. */
  private readonly stems = new Map<string, string>([[imageInput, imageInput]])

  /** Appends a node. Layers with weights take the path of their weights, others that of the layer before them. */
  add(operation: Operation, inputs: readonly Value[], shape: readonly number[], origin?: Origin): Value {
    const own = pathOf(operation)
    const stem = own ?? this.stems.get(inputs[0].node) ?? imageInput
    const name = this.unique(own ?? `${stem}/${labelOf(operation)}`)
    this.nodes.push({ ...operation, name, inputs: inputs.map(({ node }) => node), shape })
    this.stems.set(name, stem)
    if (origin !== undefined) this.origins.set(name, origin)
    return { node: name, shape }
  }

  /** What was added last; the images before anything was. */
  get lastName(): string {
    return this.nodes.at(-1)?.name ?? imageInput
  }

  /** The node that gives `value`, where nothing else came after it. */
  last({ node }: Value): GraphNode | null {
    const last = this.nodes.at(-1)
    return last?.name === node ? last : null
  }

  /** Puts another operation in the place of the last node: `origin` is where its output comes from now. */
  replaceLast(operation: Operation, origin: Origin): Value {
    const last = this.nodes.pop()
    if (last === undefined) throw new Error('there is no node to replace')
    this.nodes.push({ ...operation, name: last.name, inputs: last.inputs, shape: last.shape })
    this.origins.set(last.name, origin)
    return { node: last.name, shape: last.shape }
  }

  /** The last node gives its values in 8 bits. */
  roundLast(codes: ActivationCodes): void {
    const last = this.nodes.pop()
    if (last !== undefined) this.nodes.push({ ...last, codes })
  }

  /** `name` is given to the last node. */
  finish(name: string): { readonly nodes: readonly GraphNode[]; readonly origins: ReadonlyMap<string, Origin> } {
    const last = this.nodes.pop()
    if (last === undefined) throw new Error('the network has no layer')
    const origin = this.origins.get(last.name)
    this.origins.delete(last.name)
    if (origin !== undefined) this.origins.set(name, origin)
    return { nodes: [...this.nodes, { ...last, name }], origins: this.origins }
  }

  private unique(name: string): string {
    let free = name
    for (let count = 2; this.stems.has(free); count++) free = `${name}-${count}`
    return free
  }
}

function labelOf(operation: Operation): string {
  if (operation.op === 'activation') return operation.kind
  return operation.op === 'pool' ? `${operation.kind}-pool` : operation.op
}

/** The path that a layer's weights have in common; null for layers without named weights. */
function pathOf(operation: Operation): string | null {
  // What is subtracted or divided by is the layer's only weight: it is named like it.
  if ('by' in operation) return operation.by.name || null
  const weight: Weight | null = 'kernel' in operation ? operation.kernel : 'scale' in operation ? operation.scale : null
  if (weight === null || !weight.name.includes('/')) return null
  return weight.name.slice(0, weight.name.lastIndexOf('/'))
}
