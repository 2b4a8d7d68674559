/** The pieces that an ONNX model is put together from: tensors, attributes, and what a node's inputs and outputs look like. */
import { createRequire } from 'node:module'
import type { onnx } from 'onnx-proto'
import type { GraphNode, Padding, Weight } from '../../network-graph/model-graph'

// A CommonJS package whose exports Node cannot name: an ordinary import would stop the bundled command line from loading.
export const { onnx: messages } = createRequire(import.meta.url)('onnx-proto') as { readonly onnx: typeof onnx }

const types = messages.TensorProto.DataType
const attributes = messages.AttributeProto.AttributeType

/** Nodes in the order in which they are computed, and the constants that they read. */
export interface OnnxPart {
  readonly nodes: readonly onnx.INodeProto[]
  readonly constants: readonly onnx.ITensorProto[]
}

/** The element type goes with the array's. */
export type TensorData = Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array

/** A constant of the file. */
export function tensor(name: string, dims: readonly number[], data: TensorData): onnx.ITensorProto {
  return { name, dims: [...dims], dataType: typeOf(data), rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
}

function typeOf(data: TensorData): onnx.TensorProto.DataType {
  if (data instanceof Float32Array) return types.FLOAT
  if (data instanceof Int8Array) return types.INT8
  if (data instanceof Uint8Array) return types.UINT8
  return data instanceof Int32Array ? types.INT32 : types.INT64
}

/** Of 32-bit floats; a side in words may have any length. */
export function floatsInfo(name: string, dims: readonly (string | number)[]): onnx.IValueInfoProto {
  const dim = dims.map((side) => (typeof side === 'string' ? { dimParam: side } : { dimValue: side }))
  return { name, type: { tensorType: { elemType: types.FLOAT, shape: { dim } } } }
}

/** A node of the same name as its only output. */
export function call(opType: string, input: readonly string[], name: string, attribute: onnx.IAttributeProto[] = []): onnx.INodeProto {
  return { name, opType, input: [...input], output: [name], attribute }
}

export function transpose(input: string, name: string, permutation: readonly number[]): onnx.INodeProto {
  return call('Transpose', [input], name, [ints('perm', permutation)])
}

export function toFloats(input: string, name: string): onnx.INodeProto {
  return call('Cast', [input], name, [whole('to', types.FLOAT)])
}

export function ints(name: string, values: readonly number[]): onnx.IAttributeProto {
  return { name, type: attributes.INTS, ints: [...values] }
}

export function whole(name: string, value: number): onnx.IAttributeProto {
  return { name, type: attributes.INT, i: value }
}

export function number(name: string, value: number): onnx.IAttributeProto {
  return { name, type: attributes.FLOAT, f: value }
}

export function pads({ top, left, bottom, right }: Padding): onnx.IAttributeProto {
  return ints('pads', [top, left, bottom, right])
}

/** How a kernel slides. */
export function slides({
  op,
  kernel,
  strides,
  dilations,
  padding,
}: Extract<GraphNode, { readonly padding: Padding; readonly kernel: Weight }>) {
  return [
    ints('kernel_shape', kernel.shape.slice(0, 2)),
    ints('strides', strides),
    ints('dilations', dilations),
    pads(padding),
    whole('group', op === 'depthwise' ? kernel.shape[2] : 1),
  ]
}

interface Shaped<D> {
  readonly shape: readonly number[]
  readonly data: D
}

/** `axes[k]`: which axis of the array the result's axis k is. */
export function permuted<D extends Float32Array | Int8Array>({ shape, data }: Shaped<D>, axes: readonly number[]): Shaped<D> {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1))
  const sides = axes.map((axis) => shape[axis])
  const result = data.slice() as D
  const position = sides.map(() => 0)
  for (let at = 0; at < result.length; at++) {
    result[at] = data[position.reduce((sum, index, axis) => sum + index * strides[axes[axis]], 0)]
    for (let axis = sides.length - 1; axis >= 0 && ++position[axis] === sides[axis]; axis--) position[axis] = 0
  }
  return { shape: sides, data: result }
}

/** A convolution's kernel as ONNX indexes it: [outputs, inputs of a group, height, width]. */
export function convolutionKernel<D extends Float32Array | Int8Array>(op: GraphNode['op'], kernel: Shaped<D>): Shaped<D> {
  if (op !== 'depthwise') return permuted(kernel, [3, 2, 0, 1])
  const [height, width, channels, each] = kernel.shape
  return { shape: [channels * each, 1, height, width], data: permuted(kernel, [2, 3, 0, 1]).data }
}
