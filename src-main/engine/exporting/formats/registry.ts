/** The export formats, in the order they are offered. A new one is its writer, what reads it back, and an entry here. */
import { AppError } from '@shared/contract/failure'
import type { ExportFormat } from '@shared/domain/export'
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
  /** Largest difference of a probability, and of a layer's value in parts of its largest, that counts as the same answer. */
  readonly tolerance: number
  write(model: ModelPackage): WrittenFile[]
  /** Reads the written files back with a runtime of its own. Throws `invalid-input` for files that it refuses. */
  open(files: ModelFiles): Promise<ModelRuntime>
}

/** Rounding of 32-bit floats over a few dozen layers stays well under it; a wrong padding or order does not. */
const floatTolerance = 1e-4

const onnx: FormatDefinition = {
  id: 'onnx',
  label: 'ONNX',
  summary: '32-bit floats',
  model: onnxFile,
  tolerance: floatTolerance,
  write: writeOnnx,
  open: (files) => openOnnx(fileOf(files, onnxFile)),
}

const tfjs: FormatDefinition = {
  id: 'tfjs',
  label: 'TensorFlow.js',
  summary: 'with a web page',
  model: tfjsFile,
  tolerance: floatTolerance,
  write: writeTfjs,
  open: openTfjs,
}

/** Nobody else reads this format: the layers that its index describes are run as an ONNX model. */
const weights: FormatDefinition = {
  id: 'weights',
  label: 'Plain weights',
  summary: 'arrays and an index',
  model: weightsIndexFile,
  tolerance: floatTolerance,
  write: writeWeights,
  async open(files) {
    const graph = readWeights(files)
    const [{ data }] = writeOnnx({ graph, name: 'weights', description: '', classNames: [], producerVersion: '' })
    const runtime = await openOnnx(data as Uint8Array)
    return { ...runtime, name: `${runtime.name} over the plain weights` }
  },
}

export const formats: readonly FormatDefinition[] = [onnx, tfjs, weights]

/** Throws AppError `invalid-input` for a format that needs more than a plain model. */
export function findFormat(id: ExportFormat): FormatDefinition {
  const found = formats.find((one) => one.id === id)
  if (found !== undefined) return found
  throw new AppError(
    'invalid-input',
    `${id} needs a model whose weights are 8-bit, and this one's are floats.`,
    `Quantize it first with lab reduce, or choose one of: ${formats.map((one) => one.id).join(', ')}.`,
    'format',
  )
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  return files.get(name) ?? new Uint8Array(0)
}
