/** The export formats, in the order they are offered. A new one is its writer, what reads it back, and an entry here. */
import { AppError } from '@shared/contract/failure'
import type { ExportFormat } from '@shared/domain/export'
import { type GraphNode, isCoded, type ModelGraph } from '../../network-graph/model-graph'
import type { ModelFiles, ModelRuntime } from '../runtimes/model-runtime'
import { openOnnx } from '../runtimes/onnx-runtime'
import { openTfjs } from '../runtimes/stock-tfjs'
import type { ModelPackage, WrittenFile } from './model-package'
import { onnxFile, writeOnnx } from './onnx'
import { tfjsFile, writeTfjs } from './tfjs'
import { readWeights, weightsIndexFile, writeWeights } from './weights'

export interface FormatDefinition {
  readonly id: ExportFormat
  readonly label: string
  /** A few words on what is written. */
  readonly summary: string
  /** File to open, relative to the folder. */
  readonly model: string
  /** Networks that it can hold. */
  readonly holds: 'floats' | '8-bit' | 'both'
  /** Layers that it has no word for, with what they do. */
  readonly lacks?: Partial<Readonly<Record<GraphNode['op'], string>>>
  write(model: ModelPackage): WrittenFile[]
  /** Reads the written files back with a runtime of its own. Throws `invalid-input` for files that it refuses. */
  open(files: ModelFiles): Promise<ModelRuntime>
}

const onnx: FormatDefinition = {
  id: 'onnx',
  label: 'ONNX',
  summary: '32-bit floats',
  model: onnxFile,
  holds: 'floats',
  write: writeOnnx,
  open: (files) => openOnnx(fileOf(files, onnxFile)),
}

const onnxInt8: FormatDefinition = {
  ...onnx,
  id: 'onnx-int8',
  label: 'ONNX int8',
  summary: '8-bit integers',
  holds: '8-bit',
}

const tfjs: FormatDefinition = {
  id: 'tfjs',
  label: 'TensorFlow.js',
  summary: 'with a web page',
  model: tfjsFile,
  holds: 'floats',
  lacks: { 'unit-length': 'brings rows to unit length' },
  write: writeTfjs,
  open: openTfjs,
}

/** Nobody else reads this format: the layers that its index describes are run as an ONNX model. */
const weights: FormatDefinition = {
  id: 'weights',
  label: 'Plain weights',
  summary: 'arrays and an index',
  model: weightsIndexFile,
  holds: 'both',
  write: writeWeights,
  async open(files) {
    const graph = readWeights(files)
    const [{ data }] = writeOnnx({ graph, name: 'weights', description: '', classNames: [], producerVersion: '' })
    const runtime = await openOnnx(data as Uint8Array)
    return { ...runtime, name: `${runtime.name} over the plain weights` }
  },
}

export const formats: readonly FormatDefinition[] = [onnx, onnxInt8, tfjs, weights]

export function findFormat(id: ExportFormat): FormatDefinition {
  const found = formats.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no writer for ${id}`)
  return found
}

/** What decides whether a format can hold a network. */
export interface NetworkKind {
  /** Whether it computes in 8 bits. */
  readonly coded: boolean
  /** The kinds of its layers, as far as they are known. */
  readonly ops: readonly GraphNode['op'][]
}

/** As the window and the command line call it. */
const named = ({ id, label }: FormatDefinition): string => `${label} (${id})`

export const kindOf = (graph: ModelGraph): NetworkKind => ({ coded: isCoded(graph), ops: graph.nodes.map(({ op }) => op) })

/** Why the format cannot hold the network, with the remedy; null where it can. */
export function misfit(
  { label, holds, lacks = {} }: Pick<FormatDefinition, 'label' | 'holds' | 'lacks'>,
  { coded, ops }: NetworkKind,
): AppError | null {
  const missing = ops.find((op) => lacks[op] !== undefined)
  if (missing !== undefined) {
    const without = formats.filter((one) => one.holds !== '8-bit' && one.lacks?.[missing] === undefined).map(named)
    return new AppError(
      'invalid-input',
      `${label} has no layer that ${lacks[missing]}, as this network's last layers do.`,
      `Choose ${without.join(' or ')}.`,
      'format',
    )
  }
  if (holds === 'both' || holds === (coded ? '8-bit' : 'floats')) return null
  const others = formats.filter((one) => one.holds !== holds).map(named)
  return coded
    ? new AppError(
        'invalid-input',
        `${label} holds 32-bit floats, and this model computes with 8-bit whole numbers.`,
        `Choose ${others.join(' or ')}, or export the model that it was quantized from.`,
        'format',
      )
    : new AppError(
        'invalid-input',
        `${label} holds 8-bit whole numbers, and this model computes with 32-bit floats.`,
        `Quantize it first, on Reduce or with lab reduce --how quantize, and export the model that comes of it; or choose ${others.join(', ')}.`,
        'format',
      )
}

/** Rounding of 32-bit floats over a few dozen layers stays well under it; a wrong padding or order does not. */
const floatTolerance = 1e-4

/**
 * Sums of whole numbers are the same in both, so only the real values between them can differ, by float rounding. Where that takes one
 * to the other side of a half, a code is off by one: a 255th of a layer's range, in one value of thousands.
 */
const int8Tolerance = 1e-2

/** Largest difference of a probability, and of a layer's value in parts of its largest, that counts as the same answer. */
export function toleranceOf({ coded }: Pick<NetworkKind, 'coded'>): number {
  return coded ? int8Tolerance : floatTolerance
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  return files.get(name) ?? new Uint8Array(0)
}
