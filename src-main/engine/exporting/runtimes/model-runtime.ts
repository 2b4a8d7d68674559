/** What every runtime that reads an exported model back can do, whichever format. */
import type { ModelGraph } from '../../network-graph/model-graph'

/** The files of an exported model, by path relative to their folder. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>

export interface ModelRuntime {
  /** Name and version, such as `ONNX Runtime 1.30.0`. */
  readonly name: string
  /** images [count,S,S,3] float32 of values 0 to 255 → probabilities [count,K], row-major. */
  run(images: Float32Array, count: number): Promise<Float32Array>
  /** Values of every layer of `graph`, by node name, [count,H,W,C] or [count,C]: to find the layer that went wrong. */
  layers(images: Float32Array, count: number, graph: ModelGraph): Promise<ReadonlyMap<string, Float32Array>>
  close(): Promise<void>
}
