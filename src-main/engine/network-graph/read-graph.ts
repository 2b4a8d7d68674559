/** Turns the inference of any session into a `ModelGraph`: what its native ops do, layer by layer, whichever method made it. */
import type { DomainRole } from '@shared/domain/ids'
import { NotCompilable } from '../backend/graph/not-compilable'
import type { Origin } from '../backend/graph/trace'
import { type Tensor, type Tensor4D, tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { GraphBuilder, type Value } from './graph-builder'
import { imageInput, type ModelGraph, probabilitiesOutput } from './model-graph'
import { type FixedValue, originKey, type SessionTrace, traceSession } from './trace-session'
import { type Operand, translators } from './translate-ops'
import type { LengthPart } from './unit-length'

export interface ReadGraph {
  readonly graph: ModelGraph
  /**
   * The engine's own values of every layer, by node name, for images x [B,S,S,3] in [0,1], of the example's B; the caller
   * disposes them. Layers that stand for no op of the engine, such as the rescaling of pixel values, are left out.
   */
  layers(x: Tensor4D): ReadonlyMap<string, Tensor>
}

/** Pixel values come as 0 to 255, the network was trained on [0,1]. */
export const pixelRange = 255

/** An operation that a `ModelGraph` has no word for. */
export class UnknownOperation extends Error {
  constructor(
    /** As TensorFlow calls it, or in words. */
    readonly operation: string,
    /** The last layer that could be read. */
    readonly after: string,
  ) {
    super(`after ${after} the network uses ${operation}`)
  }
}

/**
 * Reads how `session` predicts images of one domain. `example` [B,S,S,3] float32 in [0,1]: any images. Throws
 * UnknownOperation for a network with an op that a graph cannot express.
 */
export function readGraph(session: Pick<Session, 'state' | 'predict'>, domain: DomainRole, example: Tensor4D): ReadGraph {
  const traced = tracedOrRefused(session, domain, example)
  const builder = new GraphBuilder<Origin>()
  const imageSize = example.shape[1]
  const image: Value = { node: imageInput, shape: [imageSize, imageSize, 3] }
  const values = new Map<string, Value | LengthPart>([
    [
      originKey({ from: 'feed', index: traced.imageFeed }) as string,
      builder.add({ op: 'rescale', divisor: pixelRange }, [image], image.shape),
    ],
  ])
  const uses = countUses(traced)
  traced.trace.ops.forEach((op, index) => {
    const operands = op.inputs.map((origin) => operandOf(origin, traced, values))
    if (operands.every(({ kind }) => kind === 'fixed')) return
    const translate = translators[op.name]
    const refused = (): UnknownOperation => new UnknownOperation(op.name, builder.lastName)
    if (translate === undefined) throw refused()
    const origin: Origin = { from: 'op', index, output: 0 }
    const attributes = new Map(op.attributes.map(({ name, value }) => [name, value as unknown]))
    const value = translate({ name: op.name, attributes, operands, builder, origin, uses: usesOf(op.inputs, uses) })
    if (value === null) throw refused()
    values.set(originKey(origin) as string, value)
  })
  const logits = values.get(originKey(traced.logits) ?? '')
  if (logits === undefined || !('shape' in logits) || logits.shape.length !== 1)
    throw new UnknownOperation('logits that are no row for each image', builder.lastName)
  builder.add({ op: 'activation', kind: 'softmax' }, [logits], logits.shape)
  const { nodes, origins } = builder.finish(probabilitiesOutput)
  return {
    graph: { imageSize, classes: logits.shape[0], nodes },
    layers(x) {
      const names = [...origins.keys()]
      const tensors = traced.evaluate([...origins.values(), traced.logits], x)
      const last = tensors.pop() as Tensor
      const probabilities = tf.softmax(last)
      last.dispose()
      return new Map([...names.map((name, at) => [name, tensors[at]] as const), [probabilitiesOutput, probabilities]])
    },
  }
}

function tracedOrRefused(session: Pick<Session, 'state' | 'predict'>, domain: DomainRole, example: Tensor4D): SessionTrace {
  try {
    return traceSession(session, domain, example)
  } catch (error) {
    if (error instanceof NotCompilable) throw new UnknownOperation(error.message, imageInput)
    throw error
  }
}

/** How often each value is read, by `originKey`. */
function countUses({ trace }: SessionTrace): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  for (const origin of [...trace.ops.flatMap(({ inputs }) => inputs), ...trace.results.values()]) {
    const key = originKey(origin)
    if (key !== null) uses.set(key, (uses.get(key) ?? 0) + 1)
  }
  return uses
}

function usesOf(inputs: readonly Origin[], uses: ReadonlyMap<string, number>): number[] {
  return inputs.map((origin) => uses.get(originKey(origin) ?? '') ?? 1)
}

function operandOf(origin: Origin, { fixed }: SessionTrace, values: ReadonlyMap<string, Value | LengthPart>): Operand {
  if (origin.from === 'constant') {
    const { shape, data } = origin.value
    if (data === null) throw new UnknownOperation('text', imageInput)
    return { kind: 'fixed', value: { name: '', shape, data } }
  }
  const key = originKey(origin) as string
  const value = values.get(key)
  if (value !== undefined) return 'stage' in value ? { kind: 'length', part: value } : { kind: 'value', value }
  return { kind: 'fixed', value: fixed.get(key) ?? nothing }
}

/** Stands for what only feeds other fixed values. */
const nothing: FixedValue = { name: '', shape: [0], data: new Float32Array(0) }
