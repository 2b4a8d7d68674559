/**
 * Plain weights: `weights.bin` with every array behind the other, and `index.json` that says what each is and how the layers use
 * them. For those who write the forward pass themselves, in whatever language.
 */
import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/failure'
import { type GraphNode, type ModelGraph, type Weight, type WeightRole, weightsOf } from '../model-graph'
import { type ModelPackage, modelMetadata, type WrittenFile } from './model-package'

export const weightsIndexFile = 'index.json'
const binaryFile = 'weights.bin'
const formatName = 'shiftlab-model-1'

interface IndexedWeight {
  readonly name: string
  readonly dtype: 'float32'
  readonly shape: readonly number[]
  readonly offsetBytes: number
  readonly count: number
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
  const weights = named.map(({ name, weight: { shape, data } }): IndexedWeight => {
    const entry = { name, dtype: 'float32', shape: [...shape], offsetBytes, count: data.length } as const
    offsetBytes += data.byteLength
    return entry
  })
  const bytes = Buffer.concat(named.map(({ weight: { data } }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)))
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

function weightAt({ name, shape, offsetBytes, count }: IndexedWeight, bytes: Uint8Array): Weight {
  const data = new Float32Array(count)
  new Uint8Array(data.buffer).set(bytes.subarray(offsetBytes, offsetBytes + 4 * count))
  return { name, shape, data }
}

function damaged(why: string): AppError {
  return new AppError('invalid-input', `The exported weights cannot be read: ${why}.`, 'Export the model again.', 'model')
}
