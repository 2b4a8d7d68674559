/** All settled frames of a trial, for the exports that move. */
import type { EmbeddingCheckpoint, EmbeddingPoints } from '@shared/domain/embedding'
import type { MapLook } from '../../charts/map/map-marks'
import type { MapTimeline } from '../../charts/map/map-timeline'
import { useEmbedding } from '../../stores/embedding'

export interface TimelineParts {
  readonly points: EmbeddingPoints
  readonly checkpoints: readonly EmbeddingCheckpoint[]
  readonly look: MapLook
  readonly epochs: number
}

/** Reads the frames one after another, from memory where they are kept. */
export async function readTimeline(
  runId: string,
  trialId: string,
  { points, checkpoints, look, epochs }: TimelineParts,
): Promise<MapTimeline> {
  const frames = []
  for (const { epoch } of checkpoints) frames.push(await useEmbedding.getState().frameAt(runId, trialId, epoch))
  return { points, frames, look, epochs }
}
