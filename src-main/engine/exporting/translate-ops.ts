/** What each native op means in words of a `ModelGraph`; an op that has no entry here cannot be exported. */
import type { Origin } from '../backend/graph/trace'
import type { GraphBuilder, Value } from './graph-builder'
import { type Activation, noPadding, type Operation, type Padding, type Weight } from './model-graph'
import type { FixedValue } from './trace-session'

export type Operand = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'fixed'; readonly value: FixedValue }

export interface OpCall {
  readonly name: string
  readonly attributes: ReadonlyMap<string, unknown>
  readonly operands: readonly Operand[]
  /** How often each operand is read in the whole network. */
  readonly uses: readonly number[]
  readonly builder: GraphBuilder
  readonly origin: Origin
}

/** The value an op gives; null where it is used in a way that cannot be expressed. */
type Translator = (call: OpCall) => Value | null

type Sides = readonly [number, number]

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
  BiasAdd: addBias,
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
  const padding = paddingOf(attributes, { sides: [height, width], spans, strides })
  if (padding === null) return null
  const op = name === 'Conv2D' ? 'convolution' : 'depthwise'
  const shape = [...slidOver({ sides: [height, width], spans, strides, padding }), op === 'convolution' ? last : inputs * last]
  return builder.add({ op, kernel: weightOf(kernel.value), bias: null, strides, dilations, padding }, [x.value], shape, origin)
}

function dense({ attributes, operands, builder, origin }: OpCall): Value | null {
  const [x, kernel] = operands
  if (x.kind !== 'value' || kernel.kind !== 'fixed' || attributes.get('transpose_a') === true) return null
  const weight = weightOf(kernel.value)
  const straight = attributes.get('transpose_b') === true ? transposed(weight) : weight
  return builder.add({ op: 'dense', kernel: straight, bias: null }, [x.value], [straight.shape[1]], origin)
}

/** Becomes the bias of the layer before it, where nothing else reads that layer. */
function addBias({ operands, uses, builder, origin }: OpCall): Value | null {
  const [x, bias] = operands
  if (x.kind !== 'value' || bias.kind !== 'fixed') return null
  const layer = builder.last(x.value)
  if (layer !== null && 'bias' in layer && layer.bias === null && uses[0] === 1) {
    const { name: _name, inputs: _inputs, shape: _shape, ...operation } = layer
    return builder.replaceLast({ ...operation, bias: weightOf(bias.value) } as Operation, origin)
  }
  const channels = x.value.shape.at(-1) as number
  return builder.add({ op: 'affine', scale: filled(channels, 1), offset: weightOf(bias.value) }, [x.value], x.value.shape, origin)
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
    const padding = paddingOf(attributes, { sides: [height, width], spans: size, strides })
    if (padding === null) return null
    const shape = [...slidOver({ sides: [height, width], spans: size, strides, padding }), channels]
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
    if (left.kind === 'value' && right.kind === 'value') {
      if (kind === 'subtract' || kind === 'divide' || left.value.shape.join() !== right.value.shape.join()) return null
      return builder.add({ op: kind }, [left.value, right.value], left.value.shape, origin)
    }
    const [x, fixed] =
      left.kind === 'value' ? [left.value, right.value as FixedValue] : [(right as { value: Value }).value, left.value as FixedValue]
    const channels = x.shape.at(-1) as number
    const numbers = perChannel(fixed, channels)
    if (numbers === null || (left.kind !== 'value' && kind === 'divide')) return null
    const [one, zero] = [filled(channels, 1), filled(channels, 0)]
    const named = (data: Float32Array): Weight => ({ name: fixed.name, shape: [channels], data })
    const parts: Record<typeof kind, () => readonly [Weight, Weight]> = {
      add: () => [one, named(numbers)],
      subtract: () => (left.kind === 'value' ? [one, named(numbers.map((value) => -value))] : [filled(channels, -1), named(numbers)]),
      multiply: () => [named(numbers), zero],
      divide: () => [named(numbers.map((value) => 1 / value)), zero],
    }
    const [scale, offset] = parts[kind]()
    return affine({ scale, offset }, x, { builder, origin, alone: uses[left.kind === 'value' ? 0 : 1] === 1 })
  }
}

/** Two in a row become one: (x·s₁ + o₁)·s₂ + o₂ = x·(s₁·s₂) + (o₁·s₂ + o₂). */
function affine(
  { scale, offset }: { readonly scale: Weight; readonly offset: Weight },
  x: Value,
  { builder, origin, alone }: Pick<OpCall, 'builder' | 'origin'> & { readonly alone: boolean },
): Value {
  const before = builder.last(x)
  if (before?.op !== 'affine' || !alone)
    return builder.add({ op: 'affine', scale: namedAfter(scale, offset), offset }, [x], x.shape, origin)
  const data = (combine: (at: number) => number): Float32Array => Float32Array.from(scale.data, (_, at) => combine(at))
  return builder.replaceLast(
    {
      op: 'affine',
      scale: { ...before.scale, data: data((at) => before.scale.data[at] * scale.data[at]) },
      offset: { ...before.offset, data: data((at) => before.offset.data[at] * scale.data[at] + offset.data[at]) },
    },
    origin,
  )
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

interface Window {
  readonly sides: Sides
  /** Pixels that one position covers. */
  readonly spans: Sides
  readonly strides: Sides
}

function slidOver({ sides, spans, strides, padding }: Window & { readonly padding: Padding }): number[] {
  const added = [padding.top + padding.bottom, padding.left + padding.right]
  return sides.map((side, axis) => Math.floor((side + added[axis] - spans[axis]) / strides[axis]) + 1)
}

/** TensorFlow's `SAME` pads so that ⌈side/stride⌉ positions fit, the odd pixel after the image; null for other ways. */
function paddingOf(attributes: ReadonlyMap<string, unknown>, { sides, spans, strides }: Window): Padding | null {
  const kind = attributes.get('padding')
  if (kind === 'VALID') return noPadding
  if (kind === 'EXPLICIT') {
    const [, , top, bottom, left, right] = attributes.get('explicit_paddings') as number[]
    return { top, bottom, left, right }
  }
  if (kind !== 'SAME') return null
  const [vertical, horizontal] = sides.map((side, axis) =>
    Math.max(0, (Math.ceil(side / strides[axis]) - 1) * strides[axis] + spans[axis] - side),
  )
  const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)]
  return { top, bottom: vertical - top, left, right: horizontal - left }
}

/** One number for each channel, or one for all; null for anything else. */
function perChannel({ data }: FixedValue, channels: number): Float32Array | null {
  if (data.length === 1) return new Float32Array(channels).fill(data[0])
  return data.length === channels ? Float32Array.from(data) : null
}

function weightOf({ name, shape, data }: FixedValue): Weight {
  return { name, shape, data: data instanceof Float32Array ? data : Float32Array.from(data) }
}

const filled = (channels: number, value: number): Weight => ({ name: '', shape: [channels], data: new Float32Array(channels).fill(value) })

/** The layer is named after its scale: one that has none of its own borrows the offset's path. */
function namedAfter(scale: Weight, offset: Weight): Weight {
  return scale.name === '' ? { ...scale, name: offset.name } : scale
}

function transposed({ name, shape: [rows, columns], data }: Weight): Weight {
  const turned = new Float32Array(data.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column]
  return { name, shape: [columns, rows], data: turned }
}
