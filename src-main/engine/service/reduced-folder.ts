/** A reduced model's folder: a run folder of one finished trial, with a record of the reduction and weights in place of checkpoints. */
import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { ReducedModel } from '@shared/domain/reduction'
import type { RunRecord, Trial } from '@shared/domain/run'
import { writeFolderAtomic } from '../../storage/atomic-folder'
import { readPackedWeights, writePackedWeights } from '../../storage/packed-weights'
import { RunFolder } from '../../storage/run-folder'
import { fromArrays, type GraphModel, toArrays } from '../reduction/graph/graph-model'

export interface ReducedContent {
  readonly record: ReducedModel
  readonly model: GraphModel
}

/** Null where the folder holds an ordinary run. Throws `invalid-input` where it is damaged. */
export async function readReduced(folder: RunFolder, trialId: string): Promise<ReducedContent | null> {
  const record = await folder.readReduction()
  if (record === null) return null
  return { record, model: fromArrays(record.network, await readPackedWeights(folder.trial(trialId).model)) }
}

/** Whether the folder holds a model that computes in 8 bits. */
export async function isQuantized(folder: RunFolder): Promise<boolean> {
  return Object.keys((await folder.readReduction())?.network.weightCodes ?? {}).length > 0
}

/** The model of a trial, as `readReduced` reads it. */
export async function keepReduced(folder: RunFolder, trialId: string, { record, model }: ReducedContent): Promise<void> {
  await writePackedWeights(folder.trial(trialId).model, toArrays(model))
  await folder.writeReduction(record)
}

export interface ReducedFolderContent extends ReducedContent {
  /** Of the run that the model came from. */
  readonly run: RunRecord
  readonly trial: Trial
  readonly name: string
  /** Reads of target labels that this reduction made. */
  readonly ledger: readonly LedgerEntry[]
}

/** Whole or not there at all; throws as `writeFolderAtomic` does. Returns the new run's record. */
export async function writeReducedFolder(
  path: string,
  { record, model, run, trial, name, ledger }: ReducedFolderContent,
): Promise<RunRecord> {
  const written: RunRecord = {
    ...run,
    id: newId(record),
    name: name.slice(0, 120),
    folder: path,
    createdAt: record.createdAt,
    startedAt: record.createdAt,
    finishedAt: record.createdAt,
    status: 'done',
    failure: null,
    request: { ...run.request, methods: [trial.method], seeds: [trial.seed], bare: true },
    trials: [{ ...trial, status: 'done' }],
  }
  await writeFolderAtomic(path, 'out', async (temporary) => {
    const folder = new RunFolder(temporary)
    await keepReduced(folder, trial.id, { record, model })
    for (const entry of ledger) folder.appendLedger(entry)
    await folder.writeRecord(written)
  })
  return written
}

/** A copy of a reduced model's folder under another id, as a run of its own. */
export async function copyReducedFolder(from: RunFolder, to: string, patch: Pick<RunRecord, 'id' | 'name'>): Promise<RunRecord> {
  const copied: RunRecord = { ...(await from.readRecord()), ...patch, folder: to }
  await writeFolderAtomic(to, 'out', async (temporary) => {
    await cp(from.path, temporary, { recursive: true })
    await new RunFolder(temporary).writeRecord(copied)
  })
  return copied
}

/** "dann-prune-20260102-030405-1a2b": sortable, readable, safe as a folder name. */
function newId({ origin, history, createdAt }: ReducedModel): string {
  const stamp = createdAt.replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return `${origin.method}-${history[history.length - 1].way}-${stamp}-${randomBytes(2).toString('hex')}`
}
