/** What an exported model is worth beside the lab's own, on the test images of both domains. */
import type { ExportManifest } from '@shared/domain/export'
import { accuracyPct } from '../evaluation/accuracy'
import { argMaxRows, predictLogits } from '../training/predict'
import type { LabModel } from './export-model'
import type { ParityOutcome } from './parity'

/** From the run's report, which has opened the vault. */
export interface LabAccuracies {
  /** Null where the target has no labels. */
  readonly targetPct: number | null
  /** Predictions of the target's test images that the figure stands for. */
  readonly targetPredictions: readonly number[]
}

export interface AccuracyRequest {
  readonly model: Pick<LabModel, 'session' | 'pair'>
  readonly reported: LabAccuracies | null
  readonly predictions: ParityOutcome['predictions']
}

/**
 * A target figure needs labels, and those were read for the report: the same predictions have the same accuracy, so nothing is read
 * again. Only where the file predicts otherwise are they read once more, through the ledger. Before the report, and without target
 * labels, there is no figure.
 */
export async function measureAccuracies({
  model,
  reported,
  predictions,
}: AccuracyRequest): Promise<Omit<ExportManifest['accuracy'], 'labBytes'>> {
  const { session, pair } = model
  const { labels } = pair.source.test
  const own = argMaxRows(await predictLogits(session, pair.source.test, 'source'), pair.classNames.length)
  const target = targetAccuracies({ pair, reported, file: predictions.target })
  return {
    lab: { sourcePct: accuracyPct(own, labels), targetPct: target.lab },
    file: { sourcePct: accuracyPct(predictions.source, labels), targetPct: target.file },
  }
}

interface TargetRequest extends Pick<LabModel, 'pair'> {
  readonly reported: LabAccuracies | null
  readonly file: Int32Array
}

function targetAccuracies({ pair, reported, file }: TargetRequest): {
  readonly lab: number | null
  readonly file: number | null
} {
  if (reported?.targetPct == null || pair.vault === null) return { lab: null, file: null }
  if (file.every((label, row) => label === reported.targetPredictions[row])) return { lab: reported.targetPct, file: reported.targetPct }
  const labels = pair.vault.read({
    place: 'export',
    kind: 'report',
    split: 'test',
    purpose: 'Accuracy of an exported model whose predictions differ from the reported ones.',
  })
  return { lab: reported.targetPct, file: accuracyPct(file, labels) }
}
