/** Reads the user's own TF.js LayersModel from its folder: model.json and the weight files that it names. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import type { WeightTable } from '../backbones/backbone'
import type { LayersModel } from '../backbones/layers-model/layers-model-backbone'
import { tf } from '../backend/tensorflow'

const Manifest = z.array(
  z.object({ paths: z.array(z.string()), weights: z.array(z.looseObject({ name: z.string(), shape: z.array(z.number()) })) }),
)
const ModelFile = z.object({
  format: z.string().optional(),
  modelTopology: z.unknown(),
  weightsManifest: Manifest,
  userDefinedMetadata: z.unknown().optional(),
})

/** The folder's model; its weights are read when they are asked for. Throws AppError `not-found` or `invalid-input` with the remedy. */
export function readLayersModel(path: string): LayersModel {
  const { modelTopology: topology, weightsManifest, userDefinedMetadata: metadata } = readModelFile(path)
  return { path, name: basename(path), topology, metadata, weights: () => readWeights(path, weightsManifest) }
}

/** What the model consists of, relative to its folder. Throws as `readLayersModel` does. */
export function layersModelFiles(path: string): string[] {
  return ['model.json', ...readModelFile(path).weightsManifest.flatMap(({ paths }) => paths)]
}

function readModelFile(path: string): z.infer<typeof ModelFile> {
  const file = join(path, 'model.json')
  if (!existsSync(file)) {
    throw new AppError(
      'not-found',
      `${path} holds no model.json.`,
      'Name the folder of a TF.js LayersModel, as model.save or tensorflowjs_converter write it.',
      'backbone',
    )
  }
  const parsed = ModelFile.safeParse(parseJson(readFileSync(file, 'utf8')))
  if (!parsed.success) throw unreadable(file, 'it is not a TF.js model description')
  if (parsed.data.format === 'graph-model') {
    throw unreadable(file, 'it is a GraphModel, whose layers are gone', 'Convert the Keras model with --output_format=tfjs_layers_model.')
  }
  return parsed.data
}

function readWeights(folder: string, manifest: z.infer<typeof Manifest>): WeightTable {
  const table = new Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>()
  for (const { paths, weights } of manifest) {
    const bytes = Buffer.concat(paths.map((name) => readShard(join(folder, name))))
    const wanted = weights.map((one) => one as unknown as Parameters<typeof tf.io.decodeWeights>[1][number])
    const tensors = decode(bytes, wanted, folder)
    for (const [name, tensor] of Object.entries(tensors))
      table.set(name, { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) })
    tf.dispose(Object.values(tensors))
  }
  return table
}

/** Quantised weights come out as floats. */
function decode(bytes: Buffer, weights: Parameters<typeof tf.io.decodeWeights>[1], folder: string) {
  try {
    return tf.io.decodeWeights(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer, weights)
  } catch (error) {
    throw unreadable(
      folder,
      `its weight files do not hold what model.json says (${error instanceof Error ? error.message : String(error)})`,
    )
  }
}

function readShard(file: string): Buffer {
  if (existsSync(file) && statSync(file).isFile()) return readFileSync(file)
  throw new AppError(
    'not-found',
    `${file} is missing, which model.json names.`,
    'Copy the whole folder of the model, weight files included.',
    'backbone',
  )
}

function unreadable(
  path: string,
  why: string,
  hint = 'Save the model again with model.save, or convert it with tensorflowjs_converter.',
): AppError {
  return new AppError('invalid-input', `${path} cannot be read as a network: ${why}.`, hint, 'backbone')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
