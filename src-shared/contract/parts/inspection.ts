/** Looking at data before training: findings, distributions, mean images, and the target's counts through the ledger. */
import { z } from 'zod'
import { DomainRef, PairRef } from '../../domain/dataset'
import { FolderId } from '../../domain/ids'
import { Inspection, TargetCounts } from '../../domain/inspection'
import { LedgerEntry } from '../../domain/ledger'

export const inspectionCommands = {
  /** Everything that can be told of a pair without a network and without a target label; worst first. */
  'inspection.look': { input: PairRef, output: Inspection },
  /** The same as one HTML page with its pictures, to be saved. */
  'inspection.report': { input: PairRef.extend({ title: z.string().max(120) }), output: z.object({ html: z.string() }) },
  /** Counts the target's classes: a read of its labels, entered in the study's ledger before it is answered. */
  'inspection.countTarget': {
    input: DomainRef.omit({ role: true }).extend({ studyId: FolderId, purpose: z.string().min(3).max(300) }),
    output: TargetCounts,
  },
  /** Reads of target labels from the study's own screens; those of its runs are in the runs' ledgers. */
  'inspection.ledger': { input: z.strictObject({ studyId: FolderId }), output: z.array(LedgerEntry) },
} as const
