/** ONNX Runtime on the CPU: an implementation that shares no code with the engine's TensorFlow. */
import { createRequire } from 'node:module'
import { AppError } from '@shared/contract/failure'
import type * as OnnxRuntime from 'onnxruntime-node'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { codedNode, imageInput, type ModelGraph, probabilitiesOutput } from '../../network-graph/model-graph'
import { withLayerOutputs } from '../formats/onnx'
import { permuted } from '../formats/onnx-parts'
import type { ModelRuntime } from './model-runtime'

const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { readonly version: string }

/** Loaded when a file is first run: a machine that it has no build for can do everything but export. */
async function loadRuntime(): Promise<typeof OnnxRuntime> {
  try {
    return await import('onnxruntime-node')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('internal', `ONNX Runtime cannot be loaded: ${reason}`, 'Export for TensorFlow.js, or run "npm run doctor".')
  }
}

/** Throws `invalid-input` for bytes that the runtime refuses. */
export async function openOnnx(bytes: Uint8Array): Promise<ModelRuntime> {
  const runtime = await loadRuntime()
  const session = await createSession(runtime, bytes)
  const [, size = 0] = sidesOf(session)
  const feed = (images: Float32Array, count: number) => ({ [imageInput]: new runtime.Tensor('float32', images, [count, size, size, 3]) })
  return {
    name: `ONNX Runtime ${version}`,
    async run(images, count) {
      const outputs = await session.run(feed(images, count), [probabilitiesOutput])
      return floatsOf(outputs[probabilitiesOutput])
    },
    async layers(images, count, graph) {
      const every = await createSession(runtime, withLayerOutputs(bytes, graph))
      try {
        const outputs = await every.run(feed(images, count))
        return new Map(graph.nodes.map(({ name }) => [name, layerValues(outputs[name], graph, name)]))
      } finally {
        await every.release()
      }
    },
    close: () => session.release(),
  }
}

async function createSession(runtime: typeof OnnxRuntime, bytes: Uint8Array): Promise<InferenceSession> {
  try {
    // Warnings about nodes that could be simplified are no concern of the user.
    return await runtime.InferenceSession.create(bytes, { logSeverityLevel: 3, executionProviders: ['cpu'] })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('invalid-input', `ONNX Runtime cannot read the model: ${reason}`, 'Export the model again.', 'model')
  }
}

function sidesOf({ inputMetadata }: InferenceSession): readonly number[] {
  const [input] = inputMetadata
  return input?.isTensor ? input.shape.map(Number) : []
}

function floatsOf({ data }: Tensor): Float32Array {
  return Float32Array.from(data as Float32Array)
}

/** Real values, channels last. */
function layerValues(tensor: Tensor, graph: ModelGraph, name: string): Float32Array {
  const coded = codedNode(graph, name)
  const stored = floatsOf(tensor)
  const data = coded === null ? stored : stored.map((code) => (code - coded.codes.zeroPoint) * coded.codes.scale)
  const isImage = graph.nodes.find((node) => node.name === name)?.shape.length === 3
  return isImage ? permuted({ shape: tensor.dims, data }, [0, 2, 3, 1]).data : data
}
