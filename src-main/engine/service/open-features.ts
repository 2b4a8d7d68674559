/** Features of a finished or stopped trial, from its last checkpoint: for maps drawn after the fact. */
import { AppError } from '@shared/contract/failure'
import type { EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRecord } from '@shared/domain/run'
import type { RunFolder } from '../../storage/run-folder'
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { restoreCheckpoint } from '../training/checkpoint'
import type { DomainStore } from './domain-store'
import { chooseMapPoints, mapFeatures, mapPredictions, type PointPredictions } from './map-points'
import { preparePair, resolveRequest, startSession } from './prepare-trial'

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
  const { folder, record } = run
  const trial = record.trials.find((one) => one.id === trialId)
  if (trial === undefined)
    throw new AppError(
      'not-found',
      `The run has no trial "${trialId}".`,
      `It holds ${record.trials.map((one) => one.id).join(', ')}.`,
      'trial',
    )
  const { pair } = await preparePair(domains, record.request, refuseLabels, signal)
  const session = startSession(resolveRequest(record.request, [...new Set(record.trials.map((one) => one.method))]), pair, trial)
  try {
    if ((await restoreCheckpoint(folder.trial(trialId).checkpoints, session)) === null) {
      throw new AppError('not-found', `${trialId} has no checkpoint yet.`, 'Train it for at least one epoch.', 'run')
    }
    const chosen = chooseMapPoints(pair, record.request, { runId: record.id, trialId })
    return { points: chosen.points, features: await mapFeatures(session, chosen), predictions: await mapPredictions(session, chosen) }
  } finally {
    session.dispose()
  }
}

function refuseLabels(): never {
  throw new Error('maps are drawn without target labels')
}
