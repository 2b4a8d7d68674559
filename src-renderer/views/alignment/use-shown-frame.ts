/** Which frame a map shows: the newest while it follows training, otherwise that of one checkpoint. */
import type { EmbeddingFrame } from '@shared/domain/embedding'
import { useEffect, useRef, useState } from 'react'
import { attempt } from '../../app/attempt'
import { type EmbeddingState, selectMap, useEmbedding } from '../../stores/embedding'
import { frameKey } from '../../stores/fold-embedding'

/** Epoch of a checkpoint, or `live`. */
export type MapPosition = number | 'live'

/** Ids may be empty: then nothing is shown or read. The frame to show; while a checkpoint is read, the one shown before it. Null before the first. */
export function useShownFrame(runId: string, trialId: string, position: MapPosition): EmbeddingFrame | null {
  const { latest, points } = useEmbedding(selectMap(runId, trialId))
  const epoch = position === 'live' || !trialId ? null : position
  const kept = useEmbedding((state: EmbeddingState) => (epoch === null ? undefined : state.frames[frameKey(runId, trialId, epoch)]))
  const [read, setRead] = useState<EmbeddingFrame | null>(null)
  const before = useRef<EmbeddingFrame | null>(null)

  useEffect(() => {
    if (epoch === null || kept) return
    let stale = false
    attempt(async () => {
      const frame = await useEmbedding.getState().frameAt(runId, trialId, epoch)
      if (!stale) setRead(frame)
    })
    return () => {
      stale = true
    }
  }, [runId, trialId, epoch, kept])

  const asked = epoch === null ? latest : (kept ?? (read?.epoch === epoch && read.trialId === trialId ? read : null))
  const last = before.current
  const sameTrial = last?.runId === runId && last.trialId === trialId
  const shown = asked ?? (sameTrial ? last : null)
  before.current = shown
  return shown && points && shown.prediction.length === points.domain.length ? shown : null
}
