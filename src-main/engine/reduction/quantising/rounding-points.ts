/** Where a network's values are rounded to 8 bits: once after every layer with its bias and ReLU, as integer kernels do it. */
import type { GraphNode, NetworkGraph } from '@shared/domain/network-graph'
import { readersOf } from '../graph/graph-model'

/** Their outputs are not 8-bit codes: sums of products, of codes, or floats; and 6, at which one cuts, need not be one. */
const widening: readonly GraphNode['op'][] = [
  'subtract',
  'divide',
  'conv2d',
  'depthwise-conv2d',
  'dense',
  'bias',
  'batch-norm',
  'mean',
  'add',
  'relu6',
]
/** They take a wide input along, so that rounding can wait until after them. */
const waiting: readonly GraphNode['op'][] = ['subtract', 'divide', 'bias', 'batch-norm', 'relu', 'relu6']

/** Names of the nodes whose outputs are rounded; the logits are not, and pooling and flattening pass codes on. */
export function roundingPoints(graph: NetworkGraph): string[] {
  const wide = new Set<string>()
  const points: string[] = []
  for (const node of graph.nodes) {
    const passesOn = node.op === 'relu' && wide.has(node.input)
    if (!widening.includes(node.op) && !passesOn) continue
    const readers = readersOf(graph, node.name)
    if (node.name === graph.logits || (readers.length === 1 && waiting.includes(readers[0].op))) wide.add(node.name)
    else points.push(node.name)
  }
  return points
}
