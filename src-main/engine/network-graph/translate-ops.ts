/** What each native op means in words of a `ModelGraph`; an op that has no entry here cannot be expressed. */
import type { Origin } from '../backend/graph/trace'
import { addBias } from './add-bias'
import type { GraphBuilder, Value } from './graph-builder'
import { type Activation, noPadding, type Padding, type Sides, type Weight } from './model-graph'
import type { FixedValue } from './trace-session'
import { divideByLength, type LengthPart, rootOf, squares, sumOfSquares, withEpsilon } from './unit-length'
import { samePadding, slidOver, type Window } from './window'

export type Operand =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'fixed'; readonly value: FixedValue }
  | { readonly kind: 'length'; readonly part: LengthPart }

export interface OpCall {
  readonly name: string
  readonly attributes: ReadonlyMap<string, unknown>
  readonly operands: readonly Operand[]
  /** How often each operand is read in the whole network. */
  readonly uses: readonly number[]
  readonly builder: GraphBuilder<Origin>
  readonly origin: Origin
}

/** The value an op gives, or a part of a row's length; null where it is used in a way that cannot be expressed. */
type Translator = (call: OpCall) => Value | LengthPart | null

const activation =
  (kind: Activation): Translator =>
  ({ operands, builder, origin, attributes }) => {
    const [x] = operands
    if (x.kind !== 'value') return null
    const slope = kind === 'leaky-relu' ? { slope: Number(attributes.get('alpha') ?? 0.2) } : {}
    return builder.add({ op: 'activation', kind, ...slope }, [x.value], x.value.shape, origin)
  }

/** The same value under another name or shape. */
const same: Translator = ({ operands: [x] }) => (x.kind === 'value' ? x.value : null)

export const translators: Readonly<Record<string, Translator>> = {
  Conv2D: convolution,
  DepthwiseConv2dNative: convolution,
  MatMul: dense,
  BiasAdd: bias,
  FusedBatchNormV3: batchNorm,
  Relu: activation('relu'),
  Relu6: activation('relu6'),
  LeakyRelu: activation('leaky-relu'),
  Elu: activation('elu'),
  Selu: activation('selu'),
  Softplus: activation('softplus'),
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  Softmax: activation('softmax'),
  MaxPool: pool('max'),
  AvgPool: pool('average'),
  Mean: globalAverage,
  Square: ({ operands: [x] }) => (x.kind === 'value' ? squares(x.value) : null),
  Sum: ({ operands: [x, axes] }) => (x.kind === 'length' && axes.kind === 'fixed' ? sumOfSquares(x.part, axes.value) : null),
  Sqrt: ({ operands: [x] }) => (x.kind === 'length' ? rootOf(x.part) : null),
  Add: binary('add'),
  AddV2: binary('add'),
  Sub: binary('subtract'),
  Mul: binary('multiply'),
  RealDiv: binary('divide'),
  Reshape: reshape,
  Squeeze: same,
  ExpandDims: same,
  Identity: same,
  Cast: same,
  StopGradient: same,
  Pad: pad,
  PadV2: pad,
  ConcatV2: concat,
}

function convolution({ name, attributes, operands, builder, origin }: OpCall): Value | null {
  const [x, kernel] = operands
  if (x.kind !== 'value' || kernel.kind !== 'fixed' || x.value.shape.length !== 3) return null
  const [height, width] = x.value.shape
  const [kernelHeight, kernelWidth, inputs, last] = kernel.value.shape
  const strides = middleOf(attributes.get('strides'))
  const dilations = middleOf(attributes.get('dilations'))
  const spans: Sides = [(kernelHeight - 1) * dilations[0] + 1, (kernelWidth - 1) * dilations[1] + 1]
  const window = { sides: [height, width], spans, strides } as const
  const padding = paddingOf(attributes, window)
  if (padding === null) return null
  const op = name === 'Conv2D' ? 'convolution' : 'depthwise'
  const shape = [...slidOver(window, padding), op === 'convolution' ? last : inputs * last]
  return builder.add({ op, kernel: weightOf(kernel.value), bias: null, strides, dilations, padding }, [x.value], shape, origin)
}

function dense({ attributes, operands, builder, origin }: OpCall): Value | null {
  const [x, kernel] = operands
  if (x.kind !== 'value' || kernel.kind !== 'fixed' || attributes.get('transpose_a') === true) return null
  const weight = weightOf(kernel.value)
  const straight = attributes.get('transpose_b') === true ? transposed(weight) : weight
  return builder.add({ op: 'dense', kernel: straight, bias: null }, [x.value], [straight.shape[1]], origin)
}

function bias({ operands: [x, added], uses, builder, origin }: OpCall): Value | null {
  if (x.kind !== 'value' || added.kind !== 'fixed') return null
  return addBias(builder, { x: x.value, bias: weightOf(added.value), origin, alone: uses[0] === 1 })
}

function batchNorm({ attributes, operands, builder, origin }: OpCall): Value | null {
  const [x, ...parameters] = operands
  if (x.kind !== 'value' || attributes.get('is_training') !== false) return null
  const [scale, offset, mean, variance] = parameters.map((one) => (one.kind === 'fixed' ? weightOf(one.value) : null))
  if (!scale || !offset || !mean || !variance) return null
  const epsilon = Number(attributes.get('epsilon'))
  return builder.add({ op: 'batch-norm', scale, offset, mean, variance, epsilon }, [x.value], x.value.shape, origin)
}

function pool(kind: 'max' | 'average'): Translator {
  return ({ attributes, operands: [x], builder, origin }) => {
    if (x.kind !== 'value' || x.value.shape.length !== 3) return null
    const [height, width, channels] = x.value.shape
    const size = middleOf(attributes.get('ksize'))
    const strides = middleOf(attributes.get('strides'))
    const window = { sides: [height, width], spans: size, strides } as const
    const padding = paddingOf(attributes, window)
    if (padding === null) return null
    const shape = [...slidOver(window, padding), channels]
    return builder.add({ op: 'pool', kind, size, strides, padding }, [x.value], shape, origin)
  }
}

function globalAverage({ operands: [x, axes], builder, origin }: OpCall): Value | null {
  if (x.kind !== 'value' || axes?.kind !== 'fixed' || x.value.shape.length !== 3) return null
  if ([...axes.value.data].sort().join() !== '1,2') return null
  return builder.add({ op: 'global-average-pool' }, [x.value], [x.value.shape[2]], origin)
}

/** Of two values that depend on the image, or of one and a number for each channel. */
function binary(kind: 'add' | 'subtract' | 'multiply' | 'divide'): Translator {
  return ({ operands: [left, right], uses, builder, origin }) => {
    if (left.kind === 'length' && right.kind === 'fixed' && kind === 'add') return withEpsilon(left.part, right.value)
    if (left.kind === 'value' && right.kind === 'length' && kind === 'divide')
      return divideByLength(builder, left.value, right.part, origin)
    if (left.kind === 'length' || right.kind === 'length') return null
    if (left.kind === 'value' && right.kind === 'value') {
      if (kind === 'subtract' || kind === 'divide' || left.value.shape.join() !== right.value.shape.join()) return null
      return builder.add({ op: kind }, [left.value, right.value], left.value.shape, origin)
    }
    const [x, fixed] = left.kind === 'value' ? [left.value, right.value as FixedValue] : [right.value as Value, left.value]
    const channels = x.shape.at(-1) as number
    const numbers = perChannel(fixed, channels)
    if (numbers === null || (left.kind !== 'value' && kind === 'divide')) return null
    const named = (data: Float32Array): Weight => ({ name: fixed.name, shape: [channels], data })
    if ((kind === 'subtract' || kind === 'divide') && left.kind === 'value') {
      return builder.add({ op: kind, by: named(numbers) }, [x], x.shape, origin)
    }
    if (kind === 'add') return addBias(builder, { x, bias: named(numbers), origin, alone: uses[left.kind === 'value' ? 0 : 1] === 1 })
    const filled = (value: number): Weight => named(new Float32Array(channels).fill(value))
    const [scale, offset] = kind === 'multiply' ? [named(numbers), filled(0)] : [filled(-1), named(numbers)]
    return builder.add({ op: 'affine', scale, offset }, [x], x.shape, origin)
  }
}

/** [H,W,C] → [H·W·C] is a layer of its own; what only adds or drops sides of 1 changes nothing. */
function reshape({ operands: [x, target], builder, origin }: OpCall): Value | null {
  if (x.kind !== 'value' || target.kind !== 'fixed') return null
  const wanted = [...target.value.data].slice(1)
  const wide = (shape: readonly number[]): string => shape.filter((side) => side !== 1).join()
  if (wide(wanted) === wide(x.value.shape) && (wanted.length > 1 || x.value.shape.length === 1)) return x.value
  const size = x.value.shape.reduce((product, side) => product * side, 1)
  return wanted.length === 1 && (wanted[0] === size || wanted[0] === -1) ? builder.add({ op: 'flatten' }, [x.value], [size], origin) : null
}

function pad({ operands: [x, amounts, value], builder, origin }: OpCall): Value | null {
  if (x.kind !== 'value' || amounts?.kind !== 'fixed' || x.value.shape.length !== 3) return null
  if (value !== undefined && (value.kind !== 'fixed' || value.value.data[0] !== 0)) return null
  const [, , top, bottom, left, right, before, after] = amounts.value.data
  if (before !== 0 || after !== 0) return null
  const [height, width, channels] = x.value.shape
  const padding: Padding = { top, bottom, left, right }
  return builder.add({ op: 'pad', padding }, [x.value], [height + top + bottom, width + left + right, channels], origin)
}

function concat({ operands, builder, origin }: OpCall): Value | null {
  const axis = operands.at(-1)
  const values = operands.slice(0, -1).flatMap((one) => (one.kind === 'value' ? [one.value] : []))
  if (axis?.kind !== 'fixed' || values.length !== operands.length - 1) return null
  const rank = values[0].shape.length
  if (axis.value.data[0] !== rank && axis.value.data[0] !== -1) return null
  const channels = values.reduce((sum, { shape }) => sum + (shape.at(-1) as number), 0)
  return builder.add({ op: 'concat' }, values, [...values[0].shape.slice(0, -1), channels], origin)
}

/** Height and width of a list over [batch, height, width, channels]. */
function middleOf(list: unknown): Sides {
  const [, height = 1, width = 1] = Array.isArray(list) ? (list as number[]) : []
  return [height, width]
}

/** Null for a way that is not known here. */
function paddingOf(attributes: ReadonlyMap<string, unknown>, window: Window): Padding | null {
  const kind = attributes.get('padding')
  if (kind === 'VALID') return noPadding
  if (kind === 'EXPLICIT') {
    const [, , top, bottom, left, right] = attributes.get('explicit_paddings') as number[]
    return { top, bottom, left, right }
  }
  return kind === 'SAME' ? samePadding(window) : null
}

/** One number for each channel, or one for all; null for anything else. */
function perChannel({ data }: FixedValue, channels: number): Float32Array | null {
  if (data.length === 1) return new Float32Array(channels).fill(data[0])
  return data.length === channels ? Float32Array.from(data) : null
}

function weightOf({ name, shape, data }: FixedValue): Weight {
  return { name, shape, data: data instanceof Float32Array ? data : Float32Array.from(data) }
}

function transposed({ name, shape: [rows, columns], data }: Weight): Weight {
  const turned = new Float32Array(data.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column]
  return { name, shape: [columns, rows], data: turned }
}
