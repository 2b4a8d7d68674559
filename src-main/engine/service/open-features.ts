/** Features of a finished or stopped trial, from its last checkpoint: for maps drawn after the fact. */
import type { EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRecord } from '@shared/domain/run'
import type { RunFolder } from '../../storage/run-folder'
import type { FeatureMatrix } from '../analysis/feature-matrix'
import type { DomainStore } from './domain-store'
import { chooseMapPoints, mapFeatures, mapPredictions, type PointPredictions } from './map-points'
import { openTrial } from './open-trial'

export interface TrialFeatures {
  readonly points: EmbeddingPoints
  readonly features: FeatureMatrix
  readonly predictions: PointPredictions
}

/** Throws `not-found` for an unknown trial or one without a checkpoint. Reads no label of the target. */
export async function openFeatures(
  domains: DomainStore,
  run: { readonly folder: RunFolder; readonly record: RunRecord },
  trialId: string,
  signal: AbortSignal,
): Promise<TrialFeatures> {
  const { pair, session } = await openTrial(domains, run, trialId, signal)
  try {
    const chosen = chooseMapPoints(pair, run.record.request, { runId: run.record.id, trialId })
    return { points: chosen.points, features: await mapFeatures(session, chosen), predictions: await mapPredictions(session, chosen) }
  } finally {
    session.dispose()
  }
}
