/** The frame as the chosen projection lays it out: t-SNE as it streams, PCA or the plane of the inputs of a settled checkpoint. */
import type { PlaneBoundary } from '@shared/domain/alignment'
import type { EmbeddingFrame, EmbeddingPoints } from '@shared/domain/embedding'
import { useEffect, useMemo, useState } from 'react'
import { engine } from '../../app/services'
import { type MapGround, nearestGround } from '../../charts/map/map-ground'
import { toFailure } from '../../stores/failure'

export type Projection = 'tsne' | 'pca' | 'plane'

export interface Projected {
  readonly frame: EmbeddingFrame | null
  readonly ground: MapGround | null
  /** Why the projection cannot be shown, in words. */
  readonly failure: string | null
}

interface Wanted {
  readonly points: EmbeddingPoints | null
  readonly frame: EmbeddingFrame | null
  /** Epoch of the settled checkpoint in view. */
  readonly settled: number | null
  readonly projection: Projection
  readonly regions: boolean
}

interface Answer {
  readonly key: string
  readonly frame?: EmbeddingFrame
  readonly plane?: PlaneBoundary
  readonly failure?: string
}

export function useProjection(runId: string, trialId: string, { points, frame, settled, projection, regions }: Wanted): Projected {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const key = `${projection} ${runId} ${trialId} ${settled}`
  useEffect(() => {
    if (projection === 'tsne' || settled === null) return
    const abort = new AbortController()
    const options = { signal: abort.signal }
    const asked =
      projection === 'pca'
        ? engine
            .call('embedding.frame', { runId, trialId, epoch: settled, method: 'pca' }, options)
            .then((found) => ({ key, frame: found }))
        : engine.call('alignment.boundary', { runId, trialId }, options).then((plane) => ({ key, plane }))
    asked.then(setAnswer, (error) => {
      const { message, hint } = toFailure(error)
      if (!abort.signal.aborted) setAnswer({ key, failure: `${message} ${hint}` })
    })
    return () => abort.abort()
  }, [projection, runId, trialId, settled, key])

  const found = answer?.key === key ? answer : null
  const shown = useMemo(() => {
    if (projection === 'tsne' || !frame) return frame
    if (found?.frame) return found.frame
    return found?.plane ? inPlane(frame, found.plane) : null
  }, [projection, frame, found])
  const settledFrame = shown?.phase === 'settled' ? shown : null
  const ground = useMemo(() => {
    if (found?.plane) return planeGround(found.plane)
    return regions && points && settledFrame ? nearestGround(points, settledFrame) : null
  }, [found, regions, points, settledFrame])
  return { frame: shown, ground, failure: found?.failure ?? null }
}

/** Pixels count y downwards, the plane upwards. */
function inPlane(frame: EmbeddingFrame, { positions, epoch }: PlaneBoundary): EmbeddingFrame {
  return {
    ...frame,
    epoch,
    phase: 'settled',
    method: 'pca',
    positions: positions.map((value, at) => (at % 2 === 0 ? value : -value)),
    kl: null,
    trustworthiness: null,
    agreement: null,
  }
}

export function planeGround({ cells, reach, prediction, confidence }: PlaneBoundary): MapGround {
  const from = (at: number): number => (cells - 1 - Math.floor(at / cells)) * cells + (at % cells)
  return {
    columns: cells,
    rows: cells,
    left: -reach,
    top: -reach,
    cell: (2 * reach) / cells,
    classOf: prediction.map((_, at) => prediction[from(at)] as number),
    // Half is no opinion for two classes; what is above shows.
    strength: confidence.map((_, at) => Math.max(0.15, 2 * (confidence[from(at)] as number) - 1)),
  }
}
