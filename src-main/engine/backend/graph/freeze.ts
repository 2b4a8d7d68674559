/** Turns inputs of a trace into constants and folds batch normalisation into the layer before it: graphs for inference only. */
import { attribute } from '../native'
import type { Tensor } from '../tensorflow'
import type { RecordedConstant } from './recorder'
import type { Origin, Trace } from './trace'

type TracedOp = Trace['ops'][number]

/** The same trace with the feeds named in `values` as constants of these values. */
export function freezeFeeds(trace: Trace, values: ReadonlyMap<string, Tensor>): Trace {
  const frozen = trace.feeds.map(({ name, shape, dtype }): RecordedConstant | null => {
    const tensor = values.get(name)
    return tensor === undefined ? null : { id: -1, shape, dtype, data: tensor.dataSync() as NonNullable<RecordedConstant['data']> }
  })
  const freeze = (origin: Origin): Origin => {
    const value = origin.from === 'feed' ? frozen[origin.index] : null
    return value === null ? origin : { from: 'constant', value }
  }
  return {
    ...trace,
    ops: trace.ops.map((op) => ({ ...op, inputs: op.inputs.map(freeze) })),
    results: new Map([...trace.results].map(([name, origin]) => [name, freeze(origin)])),
  }
}

/** Layers whose constant kernel can take a factor for each output channel; `channelOf` is the channel of a kernel's entry. */
const foldable: Readonly<Record<string, (entry: number, shape: readonly number[]) => number>> = {
  Conv2D: (entry, shape) => entry % shape[3],
  DepthwiseConv2dNative: (entry, shape) => entry % (shape[2] * shape[3]),
  MatMul: (entry, shape) => entry % shape[1],
}

/**
 * FusedBatchNormV3 in inference mode after a convolution or product without bias and with a constant kernel k:
 * γ·(k∗x − μ)/√(σ² + ε) + β = (k·f)∗x + (β − μ·f), f = γ/√(σ² + ε). The norm becomes a BiasAdd, which TensorFlow fuses.
 * Other norms stay.
 */
export function foldBatchNorm(trace: Trace): Trace {
  const ops = [...trace.ops]
  const uses = countUses(trace)
  ops.forEach((op, index) => {
    const folded = op.name === 'FusedBatchNormV3' ? fold(op, { ops, uses }) : null
    if (folded === null) return
    ops[folded.layerIndex] = folded.layer
    ops[index] = folded.bias
  })
  return { ...trace, ops }
}

interface Folded {
  readonly layerIndex: number
  readonly layer: TracedOp
  readonly bias: TracedOp
}

function fold(
  norm: TracedOp,
  { ops, uses }: { readonly ops: readonly TracedOp[]; readonly uses: ReadonlyMap<number, number> },
): Folded | null {
  const [x, ...parameters] = norm.inputs
  const constants = parameters.map(floatsOf)
  const isInference = norm.attributes.some(({ name, value }) => name === 'is_training' && value === false)
  const layerIndex = layerBefore(x, ops, uses)
  if (!isInference || layerIndex === null || constants.some((one) => one === null)) return null
  const layer = ops[layerIndex]
  const [kernel] = [layer.inputs[1]]
  if (kernel.from !== 'constant' || isTransposed(layer)) return null
  const epsilon = Number(norm.attributes.find(({ name }) => name === 'epsilon')?.value)
  const [scale, offset, mean, variance] = constants as Float32Array[]
  const factor = scale.map((gamma, channel) => gamma / Math.sqrt(variance[channel] + epsilon))
  const { shape, data } = kernel.value
  const scaled = Float32Array.from(data as Float32Array, (weight, entry) => weight * factor[foldable[layer.name](entry, shape)])
  const shift = Float32Array.from(offset, (beta, channel) => beta - mean[channel] * factor[channel])
  return {
    layerIndex,
    layer: { ...layer, inputs: [layer.inputs[0], { from: 'constant', value: { ...kernel.value, data: scaled } }] },
    bias: {
      name: 'BiasAdd',
      attributes: [attribute.floatType('T'), attribute.text('data_format', 'NHWC')],
      inputs: [x, { from: 'constant', value: { ...kernel.value, shape: [shift.length], data: shift } }],
    },
  }
}

/** Index of the foldable layer that alone feeds `origin`, seen through a reshape; null where there is none. */
function layerBefore(origin: Origin, ops: readonly TracedOp[], uses: ReadonlyMap<number, number>): number | null {
  if (origin.from !== 'op' || uses.get(origin.index) !== 1) return null
  const op = ops[origin.index]
  if (op.name === 'Reshape') return layerBefore(op.inputs[0], ops, uses)
  return op.name in foldable ? origin.index : null
}

const isTransposed = ({ attributes }: TracedOp): boolean => attributes.some(({ name, value }) => name === 'transpose_b' && value === true)

function floatsOf(origin: Origin): Float32Array | null {
  return origin.from === 'constant' && origin.value.data instanceof Float32Array ? origin.value.data : null
}

function countUses({ ops, results }: Trace): Map<number, number> {
  const uses = new Map<number, number>()
  for (const origin of [...ops.flatMap((op) => op.inputs), ...results.values()]) {
    if (origin.from === 'op') uses.set(origin.index, (uses.get(origin.index) ?? 0) + 1)
  }
  return uses
}
