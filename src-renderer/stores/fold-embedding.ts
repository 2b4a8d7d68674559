/** What each map event does to the window's picture of all maps, as a pure fold within a fixed memory. */
import type { EmbeddingCheckpoint, EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import { trialKey } from './fold-run-event'

/** The map of one trial. */
export interface TrialMap {
  readonly points: EmbeddingPoints | null
  /** The newest frame that arrived; what "live" shows. */
  readonly latest: EmbeddingFrame | null
  /** Checkpoints with a settled frame, by epoch. */
  readonly checkpoints: readonly EmbeddingCheckpoint[]
}

export interface EmbeddingData {
  /** By `trialKey(runId, trialId)`, least recently touched first. */
  readonly maps: Readonly<Record<string, TrialMap>>
  /** Settled frames kept for the timeline, by `frameKey`, least recently used first; the engine has them all on disk. */
  readonly frames: Readonly<Record<string, EmbeddingFrame>>
}

export type EmbeddingEvent =
  | { readonly name: 'embedding.points'; readonly payload: EmbeddingPoints }
  | { readonly name: 'embedding.frame'; readonly payload: EmbeddingFrame }

/** Maps of this many trials stay in memory; older ones are read again when opened. */
export const MAPS_KEPT = 24
/** Together the kept frames take at most this much: about 1,600 frames of 1,000 points. */
export const FRAME_BYTES_KEPT = 24 * 2 ** 20

export const noEmbedding: EmbeddingData = { maps: {}, frames: {} }
export const noMap: TrialMap = { points: null, latest: null, checkpoints: [] }

export const frameKey = (runId: string, trialId: string, epoch: number): string => `${trialKey(runId, trialId)}@${epoch}`

export function foldEmbeddingEvent(data: EmbeddingData, event: EmbeddingEvent): EmbeddingData {
  const { runId, trialId } = event.payload
  const key = trialKey(runId, trialId)
  const map = data.maps[key] ?? noMap
  if (event.name === 'embedding.points') {
    const points = event.payload
    const fits = map.latest === null || map.latest.prediction.length === points.domain.length
    return withMap(data, key, fits ? { ...map, points } : { ...noMap, points })
  }
  const frame = event.payload
  const latest = map.latest && isNewer(map.latest, frame) ? map.latest : frame
  if (frame.phase === 'optimising') return withMap(data, key, { ...map, latest })
  const checkpoints = withCheckpoint(map.checkpoints, frame)
  return withFrame(withMap(data, key, { ...map, latest, checkpoints }), frame)
}

/** Later epoch first, then settled over optimising, then more iterations. */
export function isNewer(a: EmbeddingFrame, b: EmbeddingFrame): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch
  if (a.phase !== b.phase) return a.phase === 'settled'
  return a.iteration > b.iteration
}

/** Puts a trial's map last, and drops the least recently touched ones beyond the limit with their frames. */
export function withMap(data: EmbeddingData, key: string, map: TrialMap): EmbeddingData {
  const { [key]: _moved, ...others } = data.maps
  const entries = [...Object.entries(others), [key, map] as const].slice(-MAPS_KEPT)
  const maps = Object.fromEntries(entries)
  const dropped = Object.keys(others).some((other) => !(other in maps))
  const frames = dropped
    ? Object.fromEntries(Object.entries(data.frames).filter(([, frame]) => trialKey(frame.runId, frame.trialId) in maps))
    : data.frames
  return { maps, frames }
}

/** Keeps a settled frame as the most recently used one, and drops the least recently used beyond the memory limit. */
export function withFrame(data: EmbeddingData, frame: EmbeddingFrame): EmbeddingData {
  const key = frameKey(frame.runId, frame.trialId, frame.epoch)
  const { [key]: _moved, ...others } = data.frames
  const kept: [string, EmbeddingFrame][] = [[key, frame]]
  let bytes = frameBytes(frame)
  for (const entry of Object.entries(others).reverse()) {
    bytes += frameBytes(entry[1])
    if (bytes > FRAME_BYTES_KEPT) break
    kept.push(entry)
  }
  return { ...data, frames: Object.fromEntries(kept.reverse()) }
}

export const frameBytes = (frame: EmbeddingFrame): number =>
  frame.positions.byteLength + frame.prediction.byteLength + frame.confidence.byteLength + frame.entropy.byteLength

function withCheckpoint(checkpoints: readonly EmbeddingCheckpoint[], frame: EmbeddingFrame): readonly EmbeddingCheckpoint[] {
  const { epoch, kl, trustworthiness, agreement, aDistance, measures } = frame
  return mergeCheckpoints(checkpoints, [{ epoch, kl, trustworthiness, agreement, aDistance, measures }])
}

/** One checkpoint an epoch, ascending; `newer` wins. */
export function mergeCheckpoints(
  older: readonly EmbeddingCheckpoint[],
  newer: readonly EmbeddingCheckpoint[],
): readonly EmbeddingCheckpoint[] {
  const byEpoch = new Map([...older, ...newer].map((checkpoint) => [checkpoint.epoch, checkpoint]))
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch)
}
