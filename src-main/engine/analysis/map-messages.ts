/** What the engine and its map worker say to each other; typed arrays are transferred. */
import type { Failure } from '@shared/contract/failure'
import type { AlignmentMeasures } from '@shared/domain/alignment'

/** What the worker is started with. */
export interface MapWorkerData {
  /** Address of the script of its helper threads. */
  readonly helper: string
}

export interface MapJob {
  readonly kind: 'map'
  readonly job: number
  readonly epoch: number
  /** [count, dimensions] float32. */
  readonly features: Float32Array
  readonly count: number
  readonly dimensions: number
  readonly classes: number
  /** [count] 0 source, 1 target. */
  readonly domain: Uint8Array
  /** [count] class id: a source image's label, a target image's prediction. */
  readonly classOf: Int32Array
  /** [count,2] the previous settled layout, null for the first. */
  readonly previous: Float32Array | null
  /** [count,2] the same of the second layout, from another seed and another start. */
  readonly previousTwin: Float32Array | null
  readonly perplexity: number
  readonly seed: number
}

export interface MapCancel {
  readonly kind: 'cancel'
  readonly job: number
}

/** Computing stands still, or goes on. */
export interface MapHold {
  readonly kind: 'hold' | 'release'
}

export type MapRequest = MapJob | MapCancel | MapHold

/** What comes with a settled layout only, since it costs more than a frame. */
export interface SettledFigures {
  readonly trustworthiness: number
  /** How alike the second layout is, 0 to 1. */
  readonly agreement: number
  /** [count,2] the second layout. */
  readonly twin: Float32Array
  /** [count,2] scores on the first two principal components. */
  readonly pca: Float32Array
  readonly measures: AlignmentMeasures
  /** [count] class of the source images each point lies beside; -1 without source images. */
  readonly beside: Int32Array
  /** [count, k] nearest points in feature space, nearest first, and their squared distances. */
  readonly neighbours: Int32Array
  readonly squaredDistances: Float32Array
}

/** One look at a layout. */
export interface MapFrame {
  readonly epoch: number
  readonly phase: 'optimising' | 'settled'
  /** [count,2], turned onto the previous settled layout. */
  readonly positions: Float32Array
  readonly kl: number
  readonly iteration: number
  readonly iterations: number
  /** Null while optimising. */
  readonly settled: SettledFigures | null
}

export type MapReply =
  | { readonly kind: 'frame'; readonly job: number; readonly frame: MapFrame }
  | { readonly kind: 'failed'; readonly job: number; readonly failure: Failure }
