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
  readonly model: Pick<LabModel, 'session' | 'pair' | 'weights'>
  readonly reported: LabAccuracies | null
  readonly predictions: ParityOutcome['predictions']
}

/**
 * A target figure needs labels, and those were read for the report: the same predictions have the same accuracy, so nothing is read
 * again. Only where the file predicts otherwise, or a stream has changed the model, are they read once more, through the ledger.
 * Before the report, and without target labels, there is no figure.
 */
export async function measureAccuracies({
  model,
  reported,
  predictions,
}: AccuracyRequest): Promise<Omit<ExportManifest['accuracy'], 'labBytes'>> {
  const { session, pair, weights } = model
  const { labels } = pair.source.test
  const own = argMaxRows(await predictLogits(session, pair.source.test, 'source'), pair.classNames.length)
  const target = targetAccuracies({ pair, weights, reported, ...predictions.target })
  return {
    lab: { sourcePct: accuracyPct(own, labels), targetPct: target.lab },
    file: { sourcePct: accuracyPct(predictions.source.file, labels), targetPct: target.file },
  }
}

interface TargetRequest extends Pick<LabModel, 'pair' | 'weights'> {
  readonly reported: LabAccuracies | null
  readonly lab: Int32Array
  readonly file: Int32Array
}

function targetAccuracies({ pair, weights, reported, lab, file }: TargetRequest): {
  readonly lab: number | null
  readonly file: number | null
} {
  if (reported?.targetPct == null || pair.vault === null) return { lab: null, file: null }
  const unchanged = weights === 'checkpoint' && file.every((label, row) => label === reported.targetPredictions[row])
  if (unchanged) return { lab: reported.targetPct, file: reported.targetPct }
  const labels = pair.vault.read({
    place: 'export',
    kind: 'report',
    split: 'test',
    purpose: 'Accuracy of an exported model whose predictions differ from the reported ones.',
  })
  return {
    lab: weights === 'checkpoint' ? reported.targetPct : accuracyPct(lab, labels),
    file: accuracyPct(file, labels),
  }
}
