/** Opens a trained model with its images and exports it. */
import type { ExportFormat, ExportManifest } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import { readJson } from '../../storage/run-folder'
import { TrialOutcome } from '../evaluation/summarise'
import type { LabAccuracies } from '../exporting/accuracies'
import { type ExportWatcher, exportModel } from '../exporting/export-model'
import { findFormat } from '../exporting/formats/registry'
import type { DomainStore } from './domain-store'
import type { ModelFolder } from './open-model'
import { openTrial } from './open-trial'
import { engineVersions } from './versions'

export interface ExportCall {
  readonly model: Pick<ModelFolder, 'folder' | 'record' | 'checkpoints'>
  readonly trialId: string
  readonly format: ExportFormat
  readonly normalisedAs: DomainRole
  readonly out: string
  readonly keepRejected: boolean
}

/** Throws as `openTrial` and `exportModel` do. A read of target labels is entered in the run's ledger. */
export async function exportTrial(domains: DomainStore, call: ExportCall, watcher: ExportWatcher): Promise<ExportManifest> {
  const { model, trialId, ...wanted } = call
  const format = findFormat(wanted.format)
  const { folder, record, checkpoints } = model
  watcher.onProgress('opening', 0, 1)
  const opened = await openTrial(domains, model, trialId, watcher.signal, {
    ledger: (entry) => folder.appendLedger({ ...entry, time: new Date().toISOString() }),
    checkpoints: checkpoints ?? undefined,
  })
  try {
    return await exportModel(
      {
        ...wanted,
        format,
        model: { ...opened, weights: checkpoints === null ? 'checkpoint' : 'stream' },
        record,
        reported: await reportedAccuracies(model, trialId),
        version: engineVersions().shiftlab,
      },
      watcher,
    )
  } finally {
    opened.session.dispose()
  }
}

async function reportedAccuracies({ folder, record }: ExportCall['model'], trialId: string): Promise<LabAccuracies | null> {
  const result = await folder.readResult()
  const trial = record.trials.find(({ id }) => id === trialId)
  const outcome = await readJson(folder.trial(trialId).outcomeFile, TrialOutcome)
  const figures = result?.runs.find(({ method, seed }) => method === trial?.method && seed === trial.seed)
  if (figures === undefined || outcome === null) return null
  return { targetPct: figures.lastCheckpoint.targetAccuracyPct, targetPredictions: outcome.targetPredictions }
}
