/** Everything a writer is given: the network, and the words and numbers that travel inside its file. */
import type { ModelInput } from '@shared/domain/export'
import { imageInput, type ModelGraph, probabilitiesOutput } from '../../network-graph/model-graph'

export interface ModelPackage {
  readonly graph: ModelGraph
  readonly name: string
  /** One sentence on where the model comes from. */
  readonly description: string
  /** In the order of the outputs. */
  readonly classNames: readonly string[]
  /** Version of Shiftlab. */
  readonly producerVersion: string
}

export interface WrittenFile {
  /** Relative to the folder, with forward slashes. */
  readonly file: string
  readonly data: Uint8Array | string
}

/** What the model is fed with, whichever format. */
export function modelInput({ imageSize }: Pick<ModelGraph, 'imageSize'>): ModelInput {
  return {
    name: imageInput,
    size: imageSize,
    layout: 'NHWC',
    colour: 'RGB',
    range: [0, 255],
    resize: 'squash-antialiased-triangle',
  }
}

/** What every format stores beside the network, by name. */
export function modelMetadata({ graph, name, description, classNames }: ModelPackage): Readonly<Record<string, unknown>> {
  return { name, description, classNames, input: modelInput(graph), output: probabilitiesOutput }
}
