/** A finished or stopped trial brought back to life: its data, and a session with the weights of its last checkpoint, or of its reduction. */
import { AppError } from '@shared/contract/failure'
import type { RunRecord, Trial } from '@shared/domain/run'
import type { RunFolder } from '../../storage/run-folder'
import type { LedgerSink } from '../data/label-vault'
import { refuseLabels } from '../data/refuse-labels'
import type { PairData } from '../data/types'
import type { Session } from '../methods/method'
import { openGraphSession } from '../reduction/graph/graph-session'
import { restoreCheckpoint } from '../training/checkpoint'
import type { DomainStore } from './domain-store'
import { preparePair, resolveRequest, startSession } from './prepare-trial'
import { type ReducedContent, readReduced } from './reduced-folder'
import { requireSameImages } from './require-same-images'

export interface OpenTrial {
  readonly trial: Trial
  readonly pair: PairData
  /** The caller disposes it. */
  readonly session: Session
  /** Of the checkpoint. */
  readonly epoch: number
  /** What a reduction has made of the trained model; null for one as it was trained. */
  readonly reduced: ReducedContent | null
}

/** Throws `not-found` for an unknown trial or one without a checkpoint, `invalid-input` where the images are others than when the run began. `ledger`: where reads of target labels are entered; without it they are refused. */
export async function openTrial(
  domains: DomainStore,
  { folder, record }: { readonly folder: RunFolder; readonly record: RunRecord },
  trialId: string,
  signal: AbortSignal,
  ledger: LedgerSink = refuseLabels,
): Promise<OpenTrial> {
  const trial = record.trials.find((one) => one.id === trialId)
  if (trial === undefined)
    throw new AppError(
      'not-found',
      `The run has no trial "${trialId}".`,
      `It holds ${record.trials.map((one) => one.id).join(', ')}.`,
      'trial',
    )
  const { pair } = await preparePair(domains, record.request, ledger, signal)
  requireSameImages(record, pair, 'what its model makes of them would not be what was measured')
  const reduced = await readReduced(folder, trialId)
  const session =
    reduced === null
      ? startSession(resolveRequest(record.request, [...new Set(record.trials.map((one) => one.method))]), pair, trial)
      : openGraphSession(reduced.model)
  try {
    if (reduced !== null) return { trial, pair, session, epoch: reduced.record.origin.epoch, reduced }
    const position = await restoreCheckpoint(folder.trial(trialId).checkpoints, session, 'model')
    if (position === null) throw new AppError('not-found', `${trialId} has no checkpoint yet.`, 'Train it for at least one epoch.', 'run')
    return { trial, pair, session, epoch: position.epoch, reduced }
  } catch (error) {
    session.dispose()
    throw error
  }
}
