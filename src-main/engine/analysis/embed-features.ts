/** One map of one feature matrix, for the command line. */
import { checkPerplexity } from './affinities'
import type { FeatureMatrix } from './feature-matrix'
import { type LayoutProgress, layoutSteps } from './layout-steps'
import { layoutAgreement } from './measures/agreement'
import { runInSlices } from './run-in-slices'
import type { Crew } from './threads/crew'
import { trustworthinessSteps } from './trustworthiness'
import { FULL_SCHEDULE, type TsnePhase } from './tsne'

export interface EmbedOptions extends FeatureMatrix {
  /** 30 is usual; needs more than three times as many points. */
  readonly perplexity: number
  /** In all; the first third, at most 250, is exaggerated. 750 by default. */
  readonly iterations?: number
  readonly seed: number
  /** `measured` lays the points out a second time, from another seed and a random start, and compares; doubles the time. */
  readonly agreement: 'measured' | 'skipped'
  /** Called about every 50 ms; `share` of the whole in [0,1]. */
  readonly onProgress?: (progress: { readonly stage: LayoutProgress['stage']; readonly share: number }) => void
  readonly signal?: AbortSignal
  /** Who computes: this thread alone unless stated. */
  readonly crew?: Crew
}

export interface Embedding {
  /** [N,2]. */
  readonly positions: Float32Array
  /** KL(P‖Q) in nats. */
  readonly kl: number
  /** Over 12 neighbours (fewer for under 26 points); of all points up to 5,000, of 2,000 drawn by the seed beyond. */
  readonly trustworthiness: number
  /** How alike a second layout is, 0 to 1; null where it was skipped. */
  readonly agreement: number | null
  /** Of the layout, from features to positions. */
  readonly seconds: number
}

/** Neighbours looked at when a layout is judged; few points allow fewer. */
export function trustNeighbours(count: number): number {
  return Math.max(1, Math.min(12, Math.ceil(count / 2) - 1))
}

/** Lays out the features. Gives way to the event loop about every 50 ms; throws `cancelled` after an abort, `invalid-input` for input that has no map. */
export async function embedFeatures(options: EmbedOptions): Promise<Embedding> {
  const { features, count, dimensions, perplexity, seed, iterations = 750, onProgress, signal } = options
  checkPerplexity(perplexity, count)
  const started = performance.now()
  const request = {
    features,
    count,
    dimensions,
    perplexity,
    schedule: scheduleFor(iterations),
    ...(options.crew ? { crew: options.crew } : {}),
  }
  const tsne = await runInSlices(layoutSteps({ ...request, seed }), {
    sliceMs: 50,
    signal,
    onSlice: (progress) => onProgress?.(shareOf(progress)),
  })
  const positions = tsne.positions()
  const seconds = (performance.now() - started) / 1000
  const judging = trustworthinessSteps({
    features,
    count,
    dimensions,
    positions,
    neighbours: trustNeighbours(count),
    ...(count > 5000 ? { sample: { points: 2000, seed } } : {}),
  })
  const trust = await runInSlices(judging, { sliceMs: 50, signal })
  const twin =
    options.agreement === 'measured'
      ? await runInSlices(layoutSteps({ ...request, seed: seed + 1, start: 'random' }), { sliceMs: 50, signal })
      : null
  const agreement = twin && layoutAgreement(positions, twin.positions())
  return { positions, kl: tsne.kl(), trustworthiness: trust, agreement, seconds }
}

function scheduleFor(iterations: number): readonly TsnePhase[] {
  const exaggerated = Math.min(FULL_SCHEDULE[0].iterations, Math.floor(iterations / 3))
  return [
    { ...FULL_SCHEDULE[0], iterations: exaggerated },
    { ...FULL_SCHEDULE[1], iterations: iterations - exaggerated },
  ]
}

/** Neighbours count as the first tenth. */
function shareOf(progress: LayoutProgress): { stage: LayoutProgress['stage']; share: number } {
  const { stage } = progress
  return { stage, share: stage === 'neighbours' ? 0.1 * progress.share : 0.1 + (0.9 * progress.tsne.iteration) / progress.tsne.iterations }
}
