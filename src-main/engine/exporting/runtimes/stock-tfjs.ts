/** Runs an exported LayersModel with stock TensorFlow.js. */
import { AppError } from '@shared/contract/failure'
import { imageInput } from '../../network-graph/model-graph'
import { tfjsFile } from '../formats/tfjs'
import type { ModelFiles, ModelRuntime } from './model-runtime'
import { openPlainRealm, type PlainRealm, type StockTensorFlow } from './plain-realm'

type LayersModel = Awaited<ReturnType<StockTensorFlow['loadLayersModel']>>
type StockTensor = ReturnType<StockTensorFlow['tensor']>

/** Throws `invalid-input` for files that TensorFlow.js refuses. */
export async function openTfjs(files: ModelFiles): Promise<ModelRuntime> {
  const realm = await openPlainRealm()
  const { tf } = realm
  const model = await loadModel(realm, files)
  const [, size = 0] = model.inputs[0].shape as number[]
  const predict = (network: LayersModel, images: Float32Array, count: number): Float32Array[] =>
    tf.tidy(() => {
      const outputs = network.predict(tf.tensor(images, [count, size, size, 3]))
      return (Array.isArray(outputs) ? outputs : [outputs]).map((output: StockTensor) => Float32Array.from(output.dataSync()))
    })
  return {
    name: `TensorFlow.js ${tf.version.tfjs} (${tf.getBackend()})`,
    run: async (images, count) => predict(model, images, count)[0],
    async layers(images, count, graph) {
      const names = graph.nodes.map(({ name }) => name)
      const outputs = realm.arrayOf(names.map((name) => model.getLayer(name).output as LayersModel['outputs'][number]))
      const values = predict(tf.model({ inputs: model.inputs, outputs }), images, count)
      return new Map(names.map((name, index) => [name, values[index]]))
    },
    async close() {
      model.dispose()
    },
  }
}

/** The part of `model.json` that is looked at here. */
interface ModelDocument {
  readonly modelTopology: object
  readonly weightsManifest: readonly { readonly paths: readonly string[]; readonly weights: readonly object[] }[]
}

async function loadModel({ tf, parseJson }: PlainRealm, files: ModelFiles): Promise<LayersModel> {
  try {
    const text = files.get(tfjsFile)
    if (text === undefined) throw new Error(`${tfjsFile} is missing`)
    const { modelTopology, weightsManifest } = parseJson(Buffer.from(text).toString('utf8')) as ModelDocument
    const [{ paths, weights }] = weightsManifest
    const bytes = files.get(paths[0])
    if (bytes === undefined) throw new Error(`${paths[0]} is missing`)
    const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const artifacts = { modelTopology, weightSpecs: weights, weightData }
    const model = await tf.loadLayersModel({ load: async () => artifacts as never })
    if (model.inputNames[0] !== imageInput) throw new Error(`its input is "${model.inputNames[0]}", not "${imageInput}"`)
    return model
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('invalid-input', `TensorFlow.js cannot read the model: ${reason}`, 'Export the model again.', 'model')
  }
}
