/** Opens a trained model with its images and exports it. */

import { AppError } from '@shared/contract/failure'
import type { ExportFormat, ExportManifest } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import type { ModelCard } from '@shared/domain/model-card'
import type { ReducedModel } from '@shared/domain/reduction'
import type { RunRecord, Trial } from '@shared/domain/run'
import { StreamResult } from '@shared/domain/stream'
import { z } from 'zod'
import { type RunFolder, readJson } from '../../storage/run-folder'
import { compareRuns } from '../evaluation/compare-runs'
import { TrialOutcome } from '../evaluation/summarise'
import type { LabAccuracies } from '../exporting/accuracies'
import { modelCard } from '../exporting/card/model-card'
import { type CardBackground, type ExportWatcher, exportModel } from '../exporting/export-model'
import { findFormat, misfit } from '../exporting/formats/registry'
import { findMethod } from '../methods/registry'
import { argMaxRows, predictLogits } from '../training/predict'
import { comparingRules } from './comparing-rules'
import type { DomainStore } from './domain-store'
import { type OpenTrial, openTrial } from './open-trial'
import { isQuantized } from './reduced-folder'
import { engineVersions } from './versions'

/** The part of a stream's description that the card tells. */
const AdaptedBy = z.object({ result: StreamResult })

export interface ExportCall {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly trialId: string
  readonly format: ExportFormat
  readonly normalisedAs: DomainRole
  readonly out: string
  readonly keepRejected: boolean
}

/** Throws as `openTrial` and `exportModel` do. A read of target labels is entered in the run's ledger. */
export async function exportTrial(domains: DomainStore, call: ExportCall, watcher: ExportWatcher): Promise<ExportManifest> {
  const { run, trialId, ...wanted } = call
  const format = findFormat(wanted.format)
  const { folder, record } = run
  // Said before the images are opened, which may take a while.
  const refused = misfit(format, { coded: await isQuantized(folder), ops: [] })
  if (refused !== null) throw refused
  watcher.onProgress('opening', 0, 1)
  const opened = await openTrial(domains, run, trialId, watcher.signal, (read) => void folder.enterRead(read))
  try {
    const background = await backgroundOf(run, opened.trial)
    return await exportModel(
      {
        ...wanted,
        format,
        model: { ...opened, graph: opened.reduced?.model ?? null },
        record,
        background,
        reported: background.adapted === null ? await knownAccuracies(run, opened) : null,
        version: engineVersions().shiftlab,
      },
      watcher,
    )
  } finally {
    opened.session.dispose()
  }
}

/** What is known of the trial before a file is written: the card as the window shows it. */
export async function previewCard(call: Pick<ExportCall, 'run' | 'trialId' | 'format' | 'normalisedAs'>): Promise<ModelCard> {
  const { run, trialId, format, normalisedAs } = call
  const { record } = run
  const trial = trialOf(record, trialId)
  const { readLedger, ...background } = await backgroundOf(run, trial)
  return modelCard({
    ...background,
    ...{ record, trial, format, normalisedAs },
    ledger: await readLedger(),
    epoch: trial.checkpointEpoch,
    classNames: record.classNames,
    imageSize: record.request.images.imageSize,
    shifts: [],
    checked: null,
  })
}

async function backgroundOf({ folder, record }: ExportCall['run'], trial: Trial): Promise<CardBackground> {
  const [result, reduced] = await Promise.all([folder.readResult(), folder.readReduction()])
  return {
    result,
    method: findMethod(trial.method),
    recommendation: result === null ? null : compareRuns([{ record, result }], comparingRules).recommendation,
    reduced,
    adapted: (await readJson(folder.streamFile, AdaptedBy))?.result ?? null,
    readLedger: async () => [...(reduced?.origin.ledger ?? []), ...(await folder.readLedger())],
  }
}

function trialOf({ trials }: RunRecord, trialId: string): Trial {
  const trial = trials.find(({ id }) => id === trialId)
  if (trial !== undefined) return trial
  throw new AppError('not-found', `The run has no trial "${trialId}".`, `It holds ${trials.map(({ id }) => id).join(', ')}.`, 'trial')
}

/** What the run's report says of the trial, or its reduction of a reduced one; null where nothing does. */
function knownAccuracies(run: ExportCall['run'], opened: OpenTrial): Promise<LabAccuracies | null> {
  return opened.reduced === null ? reportedAccuracies(run, opened.trial.id) : reducedAccuracies(opened, opened.reduced.record)
}

async function reportedAccuracies({ folder, record }: ExportCall['run'], trialId: string): Promise<LabAccuracies | null> {
  const result = await folder.readResult()
  const { method, seed } = trialOf(record, trialId)
  const outcome = await readJson(folder.trial(trialId).outcomeFile, TrialOutcome)
  const figures = result?.runs.find((one) => one.method === method && one.seed === seed)
  if (figures === undefined || outcome === null) return null
  return { targetPct: figures.lastCheckpoint.targetAccuracyPct, targetPredictions: outcome.targetPredictions }
}

/** As its reduction measured it: on these images, so that what it predicts now is what was read labels for. */
async function reducedAccuracies({ session, pair }: OpenTrial, { after }: ReducedModel): Promise<LabAccuracies> {
  const logits = await predictLogits(session, pair.target.test, 'target')
  return { targetPct: after.target.accuracy?.pct ?? null, targetPredictions: [...argMaxRows(logits, pair.classNames.length)] }
}
