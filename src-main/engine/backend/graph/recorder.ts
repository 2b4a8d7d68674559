/** Records every native op that ordinary tfjs code executes, by wrapping the binding under the backend while it runs. */
import { type Attribute, nativeBackend } from '../native'
import type { Tensor } from '../tensorflow'
import { NotCompilable } from './not-compilable'

/** A native tensor by the binding's id; ids are never used twice. */
export type TensorId = number

export interface RecordedTensor {
  readonly id: TensorId
  readonly shape: readonly number[]
  /** TensorFlow's number of the type. */
  readonly dtype: number
}

/** What is done, without what it is done to. */
export interface OpKind {
  readonly name: string
  readonly attributes: readonly Attribute[]
}

export interface RecordedOp extends OpKind {
  readonly inputs: readonly TensorId[]
  readonly outputs: readonly RecordedTensor[]
}

export interface RecordedConstant extends RecordedTensor {
  /** A copy; null for text, which no step has. */
  readonly data: Float32Array | Int32Array | Uint8Array | null
}

export interface Recording {
  readonly ops: readonly RecordedOp[]
  /** Values that came from JavaScript while recording. */
  readonly constants: ReadonlyMap<TensorId, RecordedConstant>
  /** Tensors whose values went to JavaScript while recording. */
  readonly hostReads: readonly TensorId[]
}

export interface Recorded<T> {
  readonly result: T
  readonly recording: Recording
}

interface TensorData {
  readonly id: TensorId
  readonly dtype: number
  readonly values: unknown
}

/** What the recorder needs of the backend beyond its public types. */
interface BackendInternals {
  binding: ReturnType<typeof nativeBackend>['binding']
  readSync(dataId: object): unknown
  readonly tensorMap: { get(dataId: object): TensorData }
  getInputTensorIds(tensors: readonly Tensor[]): TensorId[]
}

const internals = (): BackendInternals => nativeBackend() as unknown as BackendInternals

/** Ids of the tensors' native values; values that tfjs has kept back in JavaScript are handed over first. */
export function nativeIds(tensors: readonly Tensor[]): TensorId[] {
  return internals().getInputTensorIds(tensors)
}

/** As `nativeIds`, with shapes and types. */
export function nativeTensors(tensors: readonly Tensor[]): RecordedTensor[] {
  const { tensorMap } = internals()
  return nativeIds(tensors).map((id, index) => ({ id, shape: tensors[index].shape, dtype: tensorMap.get(tensors[index].dataId).dtype }))
}

/** Runs `work` and records what it executes. Recordings do not nest. */
export function record<T>(work: () => T): Recorded<T> {
  const { binding } = internals()
  return recordWith(work, (...op) => binding.executeOp(...op))
}

/**
 * Runs `work` again as it ran in `former`, only to see whether JavaScript does the same: no op is executed, each result is an
 * empty stand-in of the shape it had. Nothing it returns has meaning but its recording.
 * @throws NotCompilable where another op is asked for.
 */
export function rehearse<T>(work: () => T, former: Recording): Recorded<T> {
  const { binding } = internals()
  let next = 0
  return recordWith(work, (name, attributes) => {
    const known = former.ops[next++]
    const departure = departureOf(known, { name, attributes })
    if (departure !== null) throw new NotCompilable(departure)
    return known.outputs.map(({ shape, dtype }) => ({
      id: binding.createTensor([], binding.TF_FLOAT, new Float32Array(1)),
      shape: [...shape],
      dtype,
    }))
  })
}

/** What makes an op another than the one of the first time, in words; null when nothing does. */
export function departureOf(known: OpKind | undefined, twin: OpKind | undefined): string | null {
  if (known === undefined) return twin === undefined ? null : `the step went on with ${twin.name} the next time`
  if (twin === undefined) return `the step ended before ${known.name} the next time`
  if (known.name === twin.name && JSON.stringify(known.attributes) === JSON.stringify(twin.attributes)) return null
  return `${known.name} was ${twin.name} or had other attributes the next time`
}

type Execute = BackendInternals['binding']['executeOp']

function recordWith<T>(work: () => T, execute: Execute): Recorded<T> {
  const backend = internals()
  const { binding } = backend
  const ops: RecordedOp[] = []
  const constants = new Map<TensorId, RecordedConstant>()
  const hostReads: TensorId[] = []
  const executeOp = (name: string, attributes: Attribute[], inputs: TensorId[], count: number) => {
    const made = execute(name, attributes, inputs, count)
    const outputs = made.map(({ id, shape, dtype }) => ({ id, shape, dtype }))
    ops.push({ name, attributes: [...attributes], inputs: [...inputs], outputs })
    return made
  }
  const createTensor = (shape: number[], dtype: number, values: Float32Array) => {
    const id = binding.createTensor(shape, dtype, values)
    constants.set(id, { id, shape: [...shape], dtype, data: ArrayBuffer.isView(values) ? values.slice() : null })
    return id
  }
  // The binding's own properties are read-only, so they are covered rather than replaced.
  backend.binding = Object.create(binding, { executeOp: { value: executeOp }, createTensor: { value: createTensor } })
  backend.readSync = (dataId) => {
    const { id, values } = backend.tensorMap.get(dataId)
    if (values === null) hostReads.push(id)
    return Object.getPrototypeOf(backend).readSync.call(backend, dataId)
  }
  try {
    return { result: work(), recording: { ops, constants, hostReads } }
  } finally {
    backend.binding = binding
    delete (backend as Partial<BackendInternals>).readSync
  }
}
