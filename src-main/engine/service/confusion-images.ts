/** The images behind a cell of a confusion matrix. Their true classes are read again, so the run's ledger says for what. */
import { AppError } from '@shared/contract/failure'
import type { ConfusionCell, ConfusionImages } from '@shared/domain/comparison'
import type { RunRecord } from '@shared/domain/run'
import { type RunFolder, readJson } from '../../storage/run-folder'
import type { LedgerSink } from '../data/label-vault'
import { TrialOutcome } from '../evaluation/summarise'
import type { DomainStore } from './domain-store'
import { preparePair } from './prepare-trial'
import { requireSameImages } from './require-same-images'

export interface ConfusionRequest extends Pick<ConfusionCell, 'method' | 'truth' | 'predicted'> {
  readonly purpose: string
  /** Images told of; the count covers all. */
  readonly most: number
}

/** Throws AppError `invalid-input` before the final report, for an unlabelled target, and for a class or method that the run does not have. */
export async function readConfusionImages(
  domains: DomainStore,
  { folder, record, ledger }: { readonly folder: RunFolder; readonly record: RunRecord; readonly ledger: LedgerSink },
  { method, truth, predicted, purpose, most }: ConfusionRequest,
  signal: AbortSignal,
): Promise<ConfusionImages> {
  const outcomes = await readOutcomes({ folder, record }, method)
  const classes = record.classNames
  for (const [field, id] of [
    ['truth', truth],
    ['predicted', predicted],
  ] as const) {
    if (id >= classes.length)
      throw new AppError('invalid-input', `There is no class ${id}.`, `The run's classes: ${classes.join(', ')}.`, field)
  }
  const { pair } = await preparePair(domains, record.request, ledger, signal)
  requireSameImages(record, pair, 'its answers belong to other ones')
  if (pair.vault === null) {
    throw new AppError(
      'invalid-input',
      'The target has no class folders, so nothing is known to be wrong.',
      'Look at the map instead.',
      'run',
    )
  }
  const labels = pair.vault.read({ place: 'confusion gallery', kind: 'gallery', split: 'test', purpose })
  const { domainIndex } = pair.target.test
  const hashes = await testContentHashes(domains, record, signal)
  const found = [...labels.keys()].flatMap((row) => {
    const seeds = labels[row] === truth ? outcomes.filter(({ targetPredictions }) => targetPredictions[row] === predicted) : []
    if (seeds.length === 0) return []
    const confidences = seeds.flatMap(({ targetConfidences }) => targetConfidences[row] ?? [])
    const mean = confidences.reduce((sum, value) => sum + value, 0) / confidences.length
    return [
      {
        index: domainIndex[row],
        contentHash: hashes[domainIndex[row]],
        seeds: seeds.length,
        confidencePct: confidences.length === 0 ? null : 100 * mean,
      },
    ]
  })
  found.sort((a, b) => b.seeds - a.seeds || (b.confidencePct ?? 0) - (a.confidencePct ?? 0))
  return { total: found.length, seeds: outcomes.length, images: found.slice(0, most) }
}

/** Only after the report: until then the target's test labels are sealed. */
async function readOutcomes(
  { folder, record }: { readonly folder: RunFolder; readonly record: RunRecord },
  method: string,
): Promise<TrialOutcome[]> {
  const result = await folder.readResult()
  if (result === null || result.runs.every(({ lastCheckpoint }) => lastCheckpoint.targetAccuracyPct === null)) {
    throw new AppError(
      'invalid-input',
      `The run "${record.name}" has no report of target figures, so its target labels are sealed.`,
      'Wait for its last trial.',
      'run',
    )
  }
  const own = record.trials.filter((trial) => trial.method === method)
  if (own.length === 0) {
    const held = [...new Set(record.trials.map((trial) => trial.method))].join(', ')
    throw new AppError('invalid-input', `The run has not trained ${method}.`, `It holds: ${held}.`, 'method')
  }
  const outcomes = await Promise.all(own.map((trial) => readJson(folder.trial(trial.id).outcomeFile, TrialOutcome)))
  return outcomes.filter((outcome) => outcome !== null)
}

async function testContentHashes(domains: DomainStore, { request }: RunRecord, signal: AbortSignal): Promise<readonly string[]> {
  const { targetTest, target, images, preparation } = request
  const test = { source: targetTest ?? target, role: 'target', images, preparation: preparation?.target } as const
  return (await domains.get(test, signal)).contentHashes
}
