/**
 * Layers of a quantized network in whole numbers, as the lab computes them: uint8 codes times int8 kernels summed in 32 bits, the bias
 * in the same steps, one multiplication back to real values, and codes again. ConvInteger and MatMulInteger say exactly that; in
 * QLinearConv the scales come in another order, and a sum near a half would fall on the other side.
 */
import type { onnx } from 'onnx-proto'
import { type CodedNode, codedNode, type GraphNode, type Int8Values, type ModelGraph, type Weight } from '../../network-graph/model-graph'
import { roundHalfEven } from '../../reduction/round-half-even'
import { call, convolutionKernel, type OnnxPart, permuted, slides, tensor, toFloats, transpose } from './onnx-parts'

type KernelNode = Extract<GraphNode, { readonly kernel: Weight }>

/** What the real values of a layer are called whose own name is that of its codes. */
export const realName = (name: string): string => `${name}/real`
/** Codes made real values again, for layers that read those. */
const standingFor = (name: string): string => `${name}/values`

const scaleOf = ({ name }: CodedNode): string => `${name}/code-scale`
const zeroOf = ({ name }: CodedNode): string => `${name}/code-zero`

/** What a layer reads that computes with real values. */
export function realInput(graph: ModelGraph, name: string): string {
  return codedNode(graph, name) === null ? name : standingFor(name)
}

/** round(real / scale), halves to even, + zero point, between 0 and 255; and the real values again, where a layer reads those. */
export function codesOf(node: GraphNode, graph: ModelGraph): OnnxPart {
  const coded = codedNode(graph, node.name)
  if (coded === null) return { nodes: [], constants: [] }
  const parameters = [scaleOf(coded), zeroOf(coded)]
  const isRounded = coded.name === node.name
  const readsReal = graph.nodes.some((reader) => reader.inputs.includes(node.name) && !takesCodes(reader, graph))
  return {
    nodes: [
      ...(isRounded ? [call('QuantizeLinear', [realName(node.name), ...parameters], node.name)] : []),
      ...(readsReal ? [call('DequantizeLinear', [node.name, ...parameters], standingFor(node.name))] : []),
    ],
    constants: isRounded
      ? [tensor(scaleOf(coded), [], Float32Array.of(coded.codes.scale)), tensor(zeroOf(coded), [], Uint8Array.of(coded.codes.zeroPoint))]
      : [],
  }
}

/** Whether the layer works on codes as they are. */
export function takesCodes(node: GraphNode, graph: ModelGraph): boolean {
  if (codedNode(graph, node.inputs[0]) === null) return false
  return 'kernel' in node ? node.kernel.int8 !== undefined : node.codes === undefined && codedNode(graph, node.name) !== null
}

/** max(codes, zero point). */
export function reluOfCodes({ name, inputs: [input] }: GraphNode, graph: ModelGraph): onnx.INodeProto {
  return call('Clip', [input, zeroOf(codedNode(graph, input) as CodedNode)], name)
}

/** `output`: name of the real values. */
export function integerLayer(node: KernelNode, graph: ModelGraph, output: string): OnnxPart {
  const input = codedNode(graph, node.inputs[0]) as CodedNode
  const int8 = node.kernel.int8 as Int8Values
  const steps = int8.scales.map((scale) => scale * Math.fround(input.codes.scale))
  const { name } = node
  const [kernel, kernelZero, counts, stepsName] = [`${name}/kernel`, `${name}/kernel-zero`, `${name}/counts`, `${name}/steps`]
  const isImage = node.op !== 'dense'
  // One number for each channel meets [N,C,H,W] at its second axis.
  const perChannel = (data: Float32Array): number[] => (data.length === 1 ? [] : [data.length, ...(isImage ? [1, 1] : [])])
  const stored = { shape: node.kernel.shape, data: int8.values }
  const { shape, data } = isImage ? convolutionKernel(node.op, stored) : permuted(stored, [1, 0])
  const bias = node.bias && Float32Array.from(node.bias.data, (value, at) => roundHalfEven(Math.fround(value / steps[at % steps.length])))
  return {
    nodes: [
      ...(isImage
        ? [call('ConvInteger', [node.inputs[0], kernel, zeroOf(input), kernelZero], `${name}/sums`, slides(node))]
        : product(node.inputs[0], [kernel, kernelZero, zeroOf(input)], name)),
      toFloats(`${name}/sums`, counts),
      ...(bias === null ? [] : [call('Add', [counts, `${name}/bias`], `${name}/biased`)]),
      call('Mul', [bias === null ? counts : `${name}/biased`, stepsName], output),
    ],
    constants: [
      tensor(kernel, shape, data),
      tensor(kernelZero, [], Int8Array.of(int8.zeroPoint)),
      tensor(stepsName, perChannel(steps), steps),
      ...(bias === null ? [] : [tensor(`${name}/bias`, [bias.length, ...(isImage ? [1, 1] : [])], bias)]),
    ],
  }
}

/**
 * x [N,I] → (W·xᵀ)ᵀ [N,O]. The int8 side stands on the left: with it on the right, ONNX Runtime adds pairs of products in 16 bits on x64
 * processors without VNNI, which overflows.
 */
function product(x: string, [kernel, kernelZero, zero]: readonly string[], name: string): onnx.INodeProto[] {
  return [
    transpose(x, `${name}/turned`, [1, 0]),
    call('MatMulInteger', [kernel, `${name}/turned`, kernelZero, zero], `${name}/turned-sums`),
    transpose(`${name}/turned-sums`, `${name}/sums`, [1, 0]),
  ]
}
