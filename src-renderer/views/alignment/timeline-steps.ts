/** Moving along the checkpoints of a map. */
import type { EmbeddingCheckpoint } from '@shared/domain/embedding'
import type { MapPosition } from './use-shown-frame'

/** The checkpoint `by` steps away, clamped at both ends; one past the last is `live` while the trial trains. */
export function stepFrom(
  position: MapPosition,
  by: number,
  checkpoints: readonly EmbeddingCheckpoint[],
  { live }: { readonly live: boolean },
): MapPosition {
  const last = checkpoints.length - 1
  if (last < 0) return 'live'
  const at = position === 'live' ? last + (live ? 1 : 0) : nearest(checkpoints, position)
  const next = at + by
  if (next > last) return live ? 'live' : (checkpoints[last] as EmbeddingCheckpoint).epoch
  return (checkpoints[Math.max(0, next)] as EmbeddingCheckpoint).epoch
}

/** Index of the checkpoint nearest to an epoch. */
export function nearest(checkpoints: readonly EmbeddingCheckpoint[], epoch: number): number {
  let best = 0
  for (const [i, checkpoint] of checkpoints.entries()) {
    if (Math.abs(checkpoint.epoch - epoch) < Math.abs((checkpoints[best] as EmbeddingCheckpoint).epoch - epoch)) best = i
  }
  return best
}

/** Where playing goes next: from the end it starts over, at the end it stops (null). */
export function playFrom(position: MapPosition, checkpoints: readonly EmbeddingCheckpoint[]): MapPosition | null {
  const last = checkpoints.at(-1)
  if (!last) return null
  if (position === 'live' || position >= last.epoch) return null
  return stepFrom(position, 1, checkpoints, { live: false })
}
