/** What the engine and its map worker say to each other; typed arrays are transferred. */
import type { Failure } from '@shared/contract/failure'

export interface MapJob {
  readonly kind: 'map'
  readonly job: number
  readonly epoch: number
  /** [count, dimensions] float32. */
  readonly features: Float32Array
  readonly count: number
  readonly dimensions: number
  /** [count] 0 source, 1 target; without it there is no A-distance. */
  readonly domain: Uint8Array | null
  /** [count,2] the previous settled layout, null for the first. */
  readonly previous: Float32Array | null
  readonly perplexity: number
  readonly seed: number
}

export interface MapCancel {
  readonly kind: 'cancel'
  readonly job: number
}

export type MapRequest = MapJob | MapCancel

/** One look at a layout. Measures that cost more than a frame come with the settled one only. */
export interface MapFrame {
  readonly epoch: number
  readonly phase: 'optimising' | 'settled'
  /** [count,2], turned onto the previous settled layout. */
  readonly positions: Float32Array
  readonly kl: number
  readonly trustworthiness: number | null
  /** Also null where a domain has fewer than four points. */
  readonly aDistance: number | null
  readonly iteration: number
  readonly iterations: number
}

export type MapReply =
  | { readonly kind: 'frame'; readonly job: number; readonly frame: MapFrame }
  | { readonly kind: 'failed'; readonly job: number; readonly failure: Failure }
