/** Looks at a trained model's errors on the held-out images of the source. */
import type { ErrorReport } from '@shared/domain/recipe'
import type { PairData } from '../../data/types'
import { calibration } from '../../evaluation/calibration'
import { softmaxRows } from '../../evaluation/validators/softmax'
import type { Session } from '../../methods/method'
import { argMaxRows, predictLogits } from '../../training/predict'
import { measureAttributes } from './image-attributes'
import { reliabilityBins } from './reliability'
import { findSystematicErrors } from './systematic-errors'

/** Reads no target label, and no target image. */
export async function reportErrors(
  session: Session,
  { source, classNames }: Pick<PairData, 'source' | 'classNames'>,
  place: Pick<ErrorReport, 'runId' | 'trialId' | 'epoch'>,
): Promise<ErrorReport> {
  const { test } = source
  const logits = await predictLogits(session, test, 'source')
  const predicted = argMaxRows(logits, classNames.length)
  const probabilities = softmaxRows(logits, classNames.length)
  const confidences = Array.from(predicted, (label, row) => probabilities[row * classNames.length + label])
  const correct = Array.from(predicted, (label, row) => Number(label === test.labels[row]))
  const { errors, clusters, attributes } = findSystematicErrors({
    labels: test.labels,
    predicted,
    classNames,
    attributes: measureAttributes(test.pixels, test.size),
    domainIndex: test.domainIndex,
  })
  return {
    ...place,
    images: test.count,
    errors,
    clusters: [...clusters],
    attributes: [...attributes],
    ecePct: 100 * calibration(confidences, correct).ece,
    reliability: reliabilityBins(confidences, correct),
  }
}
