/**
 * Plain weights: `weights.bin` with every array behind the other, and `index.json` that says what each is and how the layers use
 * them. For those who write the forward pass themselves, in whatever language. Kernels of a quantized network are int8, and its
 * layers say to which codes they round.
 */
import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/failure'
import { type GraphNode, type Int8Values, type ModelGraph, type Weight, type WeightRole, weightsOf } from '../../network-graph/model-graph'
import { type ModelPackage, modelMetadata, type WrittenFile } from './model-package'

export const weightsIndexFile = 'index.json'
const binaryFile = 'weights.bin'
const formatName = 'shiftlab-model-1'

interface IndexedWeight {
  readonly name: string
  readonly dtype: 'float32' | 'int8'
  readonly shape: readonly number[]
  /** A multiple of four. */
  readonly offsetBytes: number
  readonly count: number
  /** Of int8: value = (stored − zeroPoint)·scale, with one scale or one for each output channel. */
  readonly scales?: readonly number[]
  readonly zeroPoint?: number
}

interface WeightsIndex {
  readonly format: typeof formatName
  readonly sha256: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly imageSize: number
  readonly classes: number
  /** In order; weights by their names below. */
  readonly layers: readonly Readonly<Record<string, unknown>>[]
  readonly weights: readonly IndexedWeight[]
}

export function writeWeights(model: ModelPackage): WrittenFile[] {
  const { graph } = model
  let offsetBytes = 0
  const named = graph.nodes.flatMap((node) => weightsOf(node))
  const weights = named.map(({ name, weight }): IndexedWeight => {
    const { shape, data, int8 } = weight
    const entry = { name, dtype: int8 ? 'int8' : 'float32', shape: [...shape], offsetBytes, count: data.length, ...codesOf(int8) } as const
    offsetBytes += bytesOf(weight).length
    return entry
  })
  const bytes = Buffer.concat(named.map(({ weight }) => bytesOf(weight)))
  const index: WeightsIndex = {
    format: formatName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    metadata: modelMetadata(model),
    imageSize: graph.imageSize,
    classes: graph.classes,
    layers: graph.nodes.map(layerEntry),
    weights,
  }
  return [
    { file: weightsIndexFile, data: `${JSON.stringify(index, null, 2)}\n` },
    { file: binaryFile, data: bytes },
  ]
}

/** The network as the files hold it. Throws `invalid-input` when they do not fit each other. */
export function readWeights(files: ReadonlyMap<string, Uint8Array>): ModelGraph {
  const [text, bytes] = [files.get(weightsIndexFile), files.get(binaryFile)]
  if (text === undefined || bytes === undefined) throw damaged(`${text === undefined ? weightsIndexFile : binaryFile} is missing`)
  const index = JSON.parse(Buffer.from(text).toString('utf8')) as WeightsIndex
  if (index.format !== formatName) throw damaged(`its format is "${index.format}", not "${formatName}"`)
  if (createHash('sha256').update(bytes).digest('hex') !== index.sha256) throw damaged(`${binaryFile} does not match its checksum`)
  const byName = new Map(index.weights.map((entry) => [entry.name, weightAt(entry, bytes)]))
  const nodes = index.layers.map((entry) => {
    const roles = Object.entries((entry.weights ?? {}) as Partial<Record<WeightRole, string>>)
    const own = roles.map(([role, name]) => [role, byName.get(name)] as const)
    const missing = own.find(([, weight]) => weight === undefined)
    if (missing) throw damaged(`${String(entry.name)} has no ${missing[0]}`)
    const { weights: _weights, ...rest } = entry
    return {
      ...('strides' in rest && !('size' in rest) ? { bias: null } : {}),
      ...(rest.op === 'dense' ? { bias: null } : {}),
      ...rest,
      ...Object.fromEntries(own),
    }
  })
  return { imageSize: index.imageSize, classes: index.classes, nodes: nodes as unknown as GraphNode[] }
}

/** A node with the names of its weights in their place. */
function layerEntry(node: GraphNode): Readonly<Record<string, unknown>> {
  const own = weightsOf(node)
  const roles = new Set<string>([...own.map(({ role }) => role), 'bias'])
  const rest = Object.fromEntries(Object.entries(node).filter(([field]) => !roles.has(field)))
  return { ...rest, ...(own.length > 0 ? { weights: Object.fromEntries(own.map(({ role, name }) => [role, name])) } : {}) }
}

/** As stored, filled up to a multiple of four: floats want to begin at one. */
function bytesOf({ data, int8 }: Weight): Buffer {
  const { buffer, byteOffset, byteLength } = int8?.values ?? data
  return Buffer.concat([Buffer.from(buffer, byteOffset, byteLength), Buffer.alloc((4 - (byteLength % 4)) % 4)])
}

function codesOf(int8: Int8Values | undefined): Pick<IndexedWeight, 'scales' | 'zeroPoint'> {
  return int8 === undefined ? {} : { scales: [...int8.scales], zeroPoint: int8.zeroPoint }
}

function weightAt({ name, dtype, shape, offsetBytes, count, ...codes }: IndexedWeight, bytes: Uint8Array): Weight {
  const stored = Uint8Array.from(bytes.subarray(offsetBytes, offsetBytes + (dtype === 'int8' ? 1 : 4) * count)).buffer
  if (dtype === 'float32') return { name, shape, data: new Float32Array(stored) }
  const [values, scales, zeroPoint] = [new Int8Array(stored), Float32Array.from(codes.scales ?? [1]), codes.zeroPoint ?? 0]
  const data = Float32Array.from(values, (code, at) => (code - zeroPoint) * scales[at % scales.length])
  return { name, shape, data, int8: { values, scales, zeroPoint } }
}

function damaged(why: string): AppError {
  return new AppError('invalid-input', `The exported weights cannot be read: ${why}.`, 'Export the model again.', 'model')
}
