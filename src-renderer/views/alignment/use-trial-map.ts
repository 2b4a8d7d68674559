/** A trial's map for a screen: opened when it comes into view, its checkpoints, and the frame at the position asked for. */
import type { EmbeddingCheckpoint, EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import { useEffect, useMemo } from 'react'
import { selectMap, useEmbedding } from '../../stores/embedding'
import { frameKey } from '../../stores/fold-embedding'
import { useRuns } from '../../stores/runs'
import { type MapPosition, useShownFrame } from './use-shown-frame'

export interface ShownMap {
  readonly points: EmbeddingPoints | null
  readonly frame: EmbeddingFrame | null
  readonly checkpoints: readonly EmbeddingCheckpoint[]
}

/** Ids may be empty while there is no trial: then nothing is read. */
export function useTrialMap(runId: string, trialId: string, position: MapPosition): ShownMap {
  const { points, checkpoints } = useEmbedding(selectMap(runId, trialId))
  const frame = useShownFrame(runId, trialId, position)
  useEffect(() => {
    if (runId && trialId) void useEmbedding.getState().open(runId, trialId)
  }, [runId, trialId])
  return { points, frame, checkpoints }
}

/** Frames are read ahead for the timeline up to this many checkpoints; beyond, as they are asked for. */
const READ_AHEAD = 60

/** Reads a trial's settled frames one after another in the background, so that playing never waits; a failure ends it quietly. */
export function useReadAhead(runId: string, trialId: string, checkpoints: readonly EmbeddingCheckpoint[]): void {
  useEffect(() => {
    let stopped = false
    const read = async (): Promise<void> => {
      for (const { epoch } of checkpoints.slice(-READ_AHEAD)) {
        if (stopped) return
        if (!(frameKey(runId, trialId, epoch) in useEmbedding.getState().frames))
          await useEmbedding.getState().frameAt(runId, trialId, epoch)
      }
    }
    // What could not be read ahead is read again, with its failure shown, when it is asked for.
    read().catch(() => undefined)
    return () => {
      stopped = true
    }
  }, [runId, trialId, checkpoints])
}

/** Mean confidence on the target's test images by epoch, in percent, as the run recorded it. */
export function useConfidence(runId: string, trialId: string): readonly { readonly epoch: number; readonly value: number }[] {
  const recorded = useRuns((state) => state.metrics[`${runId}/${trialId}`]?.targetConfidencePct)
  return useMemo(() => recorded?.epoch.map((epoch, i) => ({ epoch, value: recorded.value[i] })) ?? [], [recorded])
}
