/** What is measured of a session without any target label: per epoch, and at its last checkpoint. */
import type { PairData } from '../data/types'
import type { Session } from '../methods/method'
import { weightsSha256 } from '../training/checkpoint'
import { argMaxRows, predictLogits } from '../training/predict'
import { accuracyPct } from './accuracy'
import type { TrialOutcome } from './summarise'
import { entropyScore } from './validators/entropy'
import { infomaxScore } from './validators/infomax'
import { softmaxRows } from './validators/softmax'

/** Accuracy on the source's test split and mean confidence on the target's, both in percent. */
export async function measureEpoch(session: Session, pair: PairData): Promise<{ sourceAccuracyPct: number; targetConfidencePct: number }> {
  const classes = pair.classNames.length
  const target = softmaxRows(await predictLogits(session, pair.target.test, 'target'), classes)
  return { sourceAccuracyPct: await sourceAccuracyPct(session, pair), targetConfidencePct: 100 * meanConfidence(target, classes) }
}

/** Everything the report needs of a finished trial but the target's labels. */
export async function measureOutcome(
  session: Session,
  pair: PairData,
): Promise<Pick<TrialOutcome, 'sourceAccuracyPct' | 'validators' | 'weightsSha256' | 'targetPredictions'>> {
  const classes = pair.classNames.length
  const logits = await predictLogits(session, pair.target.test, 'target')
  const probabilities = softmaxRows(logits, classes)
  return {
    sourceAccuracyPct: await sourceAccuracyPct(session, pair),
    validators: { entropy: entropyScore(probabilities, classes), infomax: infomaxScore(probabilities, classes) },
    weightsSha256: weightsSha256(session),
    targetPredictions: [...argMaxRows(logits, classes)],
  }
}

/** Mean over rows of the largest probability. probabilities [N,K] row-major. */
function meanConfidence(probabilities: Float32Array, classes: number): number {
  let sum = 0
  for (let start = 0; start < probabilities.length; start += classes) sum += Math.max(...probabilities.subarray(start, start + classes))
  return (sum * classes) / probabilities.length
}

async function sourceAccuracyPct(session: Session, pair: PairData): Promise<number> {
  return accuracyPct(argMaxRows(await predictLogits(session, pair.source.test, 'source'), pair.classNames.length), pair.source.test.labels)
}
