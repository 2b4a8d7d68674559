/** Turns a recording into a graph: what comes in from outside becomes placeholders, what JavaScript made constants. */
import { attribute } from '../native'
import type { Tensor } from '../tensorflow'
import { constant, type GraphNode, identity, placeholder } from './graph-def'
import type { GraphPlan } from './native-graph'
import { NotCompilable } from './not-compilable'
import { departureOf, nativeTensors, type OpKind, type RecordedConstant, type Recording, type TensorId } from './recorder'

/** A tensor that changes from run to run, under the name a person knows it by. */
export interface Feed {
  readonly name: string
  readonly tensor: Tensor
}

/** Where a value comes from, independent of ids: equal in two recordings of the same work. */
export type Origin =
  | { readonly from: 'feed'; readonly index: number }
  | { readonly from: 'constant'; readonly value: RecordedConstant }
  | { readonly from: 'op'; readonly index: number; readonly output: number }

/** A recording with every input traced to its origin. */
export interface Trace {
  readonly feeds: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: number }[]
  readonly ops: readonly (OpKind & { readonly inputs: readonly Origin[] })[]
  /** Origins of what is wanted, by name. */
  readonly results: ReadonlyMap<string, Origin>
}

/** Ops whose random numbers come from a generator inside TensorFlow: no seed of the run reaches them, no checkpoint holds their state. */
const generators = ['Multinomial', 'RandomShuffle', 'RandomStandardNormal', 'RandomUniform', 'RandomUniformInt', 'TruncatedNormal']

/** Type attributes that tfjs leaves to eager TensorFlow to infer, and graphs must state: one for each input, in order. */
const impliedTypes: Readonly<Record<string, readonly string[]>> = { ExpandDims: ['T', 'Tdim'] }

/**
 * Traces every input of `recording` to a feed, a constant or an op before it. `results` are the ids wanted, by name.
 * @throws NotCompilable for a host read, an outside tensor that is no feed, or a random generator outside the state.
 */
export function traceRecording(recording: Recording, feeds: readonly Feed[], results: ReadonlyMap<string, TensorId>): Trace {
  const origins = new Map<TensorId, Origin>()
  const types = new Map<TensorId, number>()
  const given = feeds.map(({ name, tensor }, index) => {
    const [{ id, shape, dtype }] = nativeTensors([tensor])
    if (origins.has(id)) throw new Error(`${name} shares its native tensor with another feed`)
    origins.set(id, { from: 'feed', index })
    types.set(id, dtype)
    return { name, shape, dtype }
  })
  for (const [id, value] of recording.constants) {
    origins.set(id, { from: 'constant', value })
    types.set(id, value.dtype)
  }
  const whereFrom = (id: TensorId, reader: string): Origin => {
    const origin = origins.get(id)
    if (origin === undefined) throw new NotCompilable(`${reader} uses a tensor that is neither batch, state nor schedule`)
    return origin
  }
  const ops = recording.ops.map(({ name, attributes, inputs, outputs }, index) => {
    if (generators.includes(name)) throw new NotCompilable(`${name} draws random numbers that are not part of the state`)
    const traced = inputs.map((id) => whereFrom(id, name))
    const implied = (impliedTypes[name] ?? []).map((typeName, input) => attribute.type(typeName, types.get(inputs[input]) as number))
    outputs.forEach(({ id, dtype }, output) => {
      origins.set(id, { from: 'op', index, output })
      types.set(id, dtype)
    })
    return { name, attributes: [...attributes, ...implied], inputs: traced }
  })
  for (const id of recording.hostReads) {
    const origin = origins.get(id)
    throw new NotCompilable(
      `the step reads the values of ${origin === undefined ? 'a tensor' : describe(origin, { feeds: given, ops })} in JavaScript`,
    )
  }
  return { feeds: given, ops, results: new Map([...results].map(([name, id]) => [name, whereFrom(id, name)])) }
}

/** Why two traces of the same work are not the same graph, naming the op; null when they are. */
export function differenceOf(one: Trace, other: Trace): string | null {
  for (let index = 0; index < Math.max(one.ops.length, other.ops.length); index++) {
    const [op, twin] = [one.ops[index], other.ops[index]]
    const departure = departureOf(op, twin)
    if (departure !== null) return departure
    for (const [place, origin] of op.inputs.entries()) {
      if (!sameOrigin(origin, twin.inputs[place]))
        return `input ${place} of ${op.name} is a value that JavaScript made, and another the next time`
    }
  }
  for (const [name, origin] of one.results) {
    const twin = other.results.get(name)
    if (twin === undefined || !sameOrigin(origin, twin)) return `${name} came from elsewhere the next time`
  }
  return null
}

/** The graph of a trace. Results that are one of the feeds, unchanged, are left out of `fetches`. */
export function graphOf(trace: Trace): {
  readonly plan: GraphPlan
  readonly feedIndices: readonly number[]
  readonly resultNames: readonly string[]
} {
  const nodes: GraphNode[] = []
  const constants = new Map<RecordedConstant, string>()
  const used = new Set<number>()
  // With the op in its name, so that TensorFlow's complaints name it too.
  const opName = (index: number): string => `op${index}_${trace.ops[index].name}`
  const nameOf = (origin: Origin): string => {
    if (origin.from === 'feed') {
      used.add(origin.index)
      return `feed${origin.index}`
    }
    if (origin.from === 'op') return origin.output === 0 ? opName(origin.index) : `${opName(origin.index)}:${origin.output}`
    const known = constants.get(origin.value)
    if (known !== undefined) return known
    const name = `constant${constants.size}`
    constants.set(origin.value, name)
    const { data } = origin.value
    if (data === null) throw new NotCompilable('the step makes text')
    nodes.push(constant(name, { ...origin.value, data }))
    return name
  }
  for (const [index, { name, attributes, inputs }] of trace.ops.entries()) {
    nodes.push({ name: opName(index), op: name, attributes, inputs: inputs.map(nameOf) })
  }
  const results = [...trace.results].filter(([name, origin]) => !(origin.from === 'feed' && trace.feeds[origin.index].name === name))
  const fetches = results.map(([, origin], index) => {
    if (origin.from === 'op') return nameOf(origin)
    const dtype = origin.from === 'feed' ? trace.feeds[origin.index].dtype : origin.value.dtype
    nodes.push(identity(`result${index}`, nameOf(origin), dtype))
    return `result${index}`
  })
  const feedIndices = [...used].sort((a, b) => a - b)
  nodes.push(...feedIndices.map((index) => placeholder(`feed${index}`, trace.feeds[index])))
  return {
    plan: { nodes, feeds: feedIndices.map((index) => `feed${index}`), fetches },
    feedIndices,
    resultNames: results.map(([name]) => name),
  }
}

function sameOrigin(a: Origin, b: Origin): boolean {
  if (a.from === 'feed' && b.from === 'feed') return a.index === b.index
  if (a.from === 'op' && b.from === 'op') return a.index === b.index && a.output === b.output
  if (a.from !== 'constant' || b.from !== 'constant') return false
  const [one, other] = [a.value, b.value]
  return one.dtype === other.dtype && one.shape.join() === other.shape.join() && sameBytes(one.data, other.data)
}

function sameBytes(a: RecordedConstant['data'], b: RecordedConstant['data']): boolean {
  if (a === null || b === null) return a === b
  const bytes = (data: NonNullable<RecordedConstant['data']>): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return bytes(a).equals(bytes(b))
}

function describe(origin: Origin, { feeds, ops }: Pick<Trace, 'feeds' | 'ops'>): string {
  if (origin.from === 'feed') return feeds[origin.index].name
  return origin.from === 'op' ? ops[origin.index].name : 'a constant'
}
