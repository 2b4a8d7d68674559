/**
 * Batch norm with fixed statistics folded into the layer before it: γ·(k∗x − μ)/√(σ² + ε) + β = (k·f)∗x + (β − μ·f),
 * f = γ/√(σ² + ε). Where each domain has statistics of its own, f differs from domain to domain by a factor for each channel.
 */
import type { DomainRole } from '@shared/domain/ids'
import type { GraphNode } from '@shared/domain/network-graph'
import {
  type GraphModel,
  type GraphWeight,
  type KernelNode,
  kernelNodes,
  readersOf,
  weightFor,
  weightNamed,
  weightsOf,
} from '../graph/graph-model'

type NormNode = Extract<GraphNode, { readonly op: 'batch-norm' }>

export interface FoldedModel {
  /** Norms are biases under their names; kernels are those of source images. */
  readonly model: GraphModel
  /** By kernel name: what the target's kernel is as a multiple of the source's, for each channel. Empty where `apart`. */
  readonly targetFactors: ReadonlyMap<string, Float32Array>
}

/**
 * Folds every norm that alone reads a layer without bias; others stay. `kernels`: whether the target's are left as factors, or
 * become kernels of their own, `apart`.
 */
export function foldNorms(model: GraphModel, kernels: 'as-factors' | 'apart'): FoldedModel {
  const { graph } = model
  const weights = new Map(model.weights)
  const targetWeights = { ...graph.targetWeights }
  const targetFactors = new Map<string, Float32Array>()
  const folded = new Map<string, GraphNode>()
  for (const layer of kernelNodes(graph)) {
    const [norm, ...others] = readersOf(graph, layer.name)
    if (norm?.op !== 'batch-norm' || others.length > 0) continue
    const bias = `${norm.name}/bias`
    const own = { source: foldFor(model, layer, norm, 'source'), target: foldFor(model, layer, norm, 'target') }
    folded.set(norm.name, { name: norm.name, op: 'bias', input: norm.input, bias })
    weights.set(layer.kernel, own.source.kernel)
    weights.set(bias, own.source.bias)
    const named = weightsOf(norm)
    const differs = [layer.kernel, ...named.trained, ...named.fixed].some((name) => weightFor(graph, name, 'target') !== name)
    if (differs) {
      targetWeights[bias] = `${norm.name}/target-bias`
      weights.set(targetWeights[bias], own.target.bias)
      const targetKernel = weightFor(graph, layer.kernel, 'target')
      if (targetKernel !== layer.kernel) weights.set(targetKernel, own.target.kernel)
      else if (kernels === 'as-factors') targetFactors.set(layer.kernel, ratios(own.target.factor, own.source.factor))
      else {
        targetWeights[layer.kernel] = `${layer.name}/target-kernel`
        weights.set(targetWeights[layer.kernel], own.target.kernel)
      }
    }
    for (const name of [...named.trained, ...named.fixed]) {
      weights.delete(weightFor(graph, name, 'target'))
      weights.delete(name)
      delete targetWeights[name]
    }
  }
  const nodes = graph.nodes.map((node) => folded.get(node.name) ?? node)
  return { model: { graph: { ...graph, nodes, targetWeights }, weights }, targetFactors }
}

interface Fold {
  readonly factor: Float32Array
  readonly kernel: GraphWeight
  readonly bias: GraphWeight
}

function foldFor(model: GraphModel, layer: KernelNode, norm: NormNode, domain: DomainRole): Fold {
  const values = (name: string): Float32Array => weightNamed(model, weightFor(model.graph, name, domain)).data
  const [scale, offset, mean, variance] = [norm.scale, norm.offset, norm.mean, norm.variance].map(values)
  const factor = scale.map((gamma, channel) => gamma / Math.sqrt(variance[channel] + norm.epsilon))
  const kernel = weightNamed(model, weightFor(model.graph, layer.kernel, domain))
  const shift = offset.map((beta, channel) => beta - mean[channel] * factor[channel])
  return {
    factor,
    // The channel is the last axis, and of a depthwise kernel the one before a last axis of one: the fastest to change in both.
    kernel: { ...kernel, data: kernel.data.map((weight, at) => weight * factor[at % factor.length]) },
    bias: { shape: [shift.length], data: shift },
  }
}

function ratios(target: Float32Array, source: Float32Array): Float32Array {
  return target.map((value, at) => (source[at] === 0 ? 1 : value / source[at]))
}
