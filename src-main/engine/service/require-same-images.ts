/** A run's figures are those of the images it was trained and tested on. */
import { AppError } from '@shared/contract/failure'
import type { RunRecord } from '@shared/domain/run'
import type { PairData } from '../data/types'

/** Throws AppError `invalid-input` with `consequence` where a folder holds other images than when the run began. */
export function requireSameImages({ fingerprints }: Pick<RunRecord, 'fingerprints'>, { summaries }: PairData, consequence: string): void {
  if (fingerprints === null) return
  if (fingerprints.source === summaries.source.fingerprint && fingerprints.target === summaries.target.fingerprint) return
  throw new AppError(
    'invalid-input',
    `The images have changed since this run began, so ${consequence}.`,
    'Put them back, or start a run on the images as they are now.',
    'data',
  )
}
