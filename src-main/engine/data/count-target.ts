/** The class counts of a target, for whoever asks on the record. */
import { AppError } from '@shared/contract/failure'
import type { TargetCounts } from '@shared/domain/inspection'
import type { ImportedDomain } from './imported-domain'
import { countSealed, type LedgerSink } from './label-vault'

/** Throws AppError `invalid-input` for a target without class folders; the ledger's error when it refuses the entry. */
export function countTarget({ summary, labels }: ImportedDomain, purpose: string, ledger: LedgerSink): TargetCounts {
  if (labels.kind !== 'sealed') {
    throw new AppError(
      'invalid-input',
      `The target ${summary.name} has no class folders, so there is nothing to count.`,
      'Sort its images into class folders if you know their classes.',
      'target',
    )
  }
  const counts = countSealed(labels.sealed, { classes: summary.classNames.length, place: 'show target counts', purpose }, ledger)
  return { fingerprint: summary.fingerprint, classNames: summary.classNames, counts }
}
