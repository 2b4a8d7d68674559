/** What is measured of a session without any target label: per epoch, and at its last checkpoint. */
import { selectImages } from '../data/select-images'
import type { LabelledImages, PairData } from '../data/types'
import type { Session } from '../methods/method'
import { createRandom } from '../nn/random'
import { weightsSha256 } from '../training/checkpoint'
import { argMaxRows, predictLogits } from '../training/predict'
import { accuracyPct } from './accuracy'
import type { TrialOutcome } from './summarise'
import { viewCheckpoint } from './validators/checkpoint-view'
import { scoreCheckpoint } from './validators/registry'
import { softmaxRows } from './validators/softmax'
import { crossEntropies } from './validators/source-risk'

/** Of one checkpoint: accuracy and loss on held-out and on trained source images; on the target's, mean confidence and the largest class's share. */
export interface EpochFigures {
  /** On the source's test split, in percent. */
  readonly sourceAccuracyPct: number
  /** Mean cross-entropy on the same images, in nats: what rises when a network overfits, before its accuracy falls. */
  readonly sourceLoss: number
  /** The loss on every second of those images, and the accuracy on the others: who chooses a checkpoint by one half is judged by the other. */
  readonly sourceChoiceLoss?: number
  readonly sourceJudgedAccuracyPct?: number
  /** The first two on images that were trained on (at most 500 of them), in inference mode, so that both sides compare. */
  readonly sourceTrainAccuracyPct: number
  readonly sourceTrainLoss: number
  /** On the source's validation images, where the split holds some out. */
  readonly sourceValidationAccuracyPct?: number
  readonly targetConfidencePct: number
  /** Share of target images that are predicted as the class predicted most: near 100 when one class takes all. */
  readonly targetLargestClassPct: number
}

export interface EpochMeasurement {
  readonly figures: EpochFigures
  /** Predicted class id of each target test image. */
  readonly targetPredictions: Int32Array
}

export async function measureEpoch(session: Session, pair: PairData): Promise<EpochMeasurement> {
  const classes = pair.classNames.length
  const logits = await predictLogits(session, pair.target.test, 'target')
  const targetPredictions = argMaxRows(logits, classes)
  const counts = new Int32Array(classes)
  for (const label of targetPredictions) counts[label] += 1
  const held = await figuresOn(session, pair, pair.source.test)
  const trained = await figuresOn(session, pair, someTrained(pair.source.train))
  const figures = {
    sourceAccuracyPct: held.accuracyPct,
    sourceLoss: held.loss,
    ...figuresByHalves(held),
    sourceTrainAccuracyPct: trained.accuracyPct,
    sourceTrainLoss: trained.loss,
    ...(pair.source.validation
      ? { sourceValidationAccuracyPct: (await figuresOn(session, pair, pair.source.validation)).accuracyPct }
      : {}),
    targetConfidencePct: 100 * meanConfidence(softmaxRows(logits, classes), classes),
    targetLargestClassPct: (100 * Math.max(...counts)) / pair.target.test.count,
  }
  return { figures, targetPredictions }
}

/** Scores of every validator, by id. They cost a few forward passes and small host loops, so not every epoch of a long trial has them. */
export async function measureValidators(session: Session, pair: PairData): Promise<Record<string, number>> {
  return scoreCheckpoint(await viewCheckpoint(session, pair))
}

/** Everything the report needs of a finished trial but the target's labels. */
export async function measureOutcome(
  session: Session,
  pair: PairData,
): Promise<
  Pick<TrialOutcome, 'sourceAccuracyPct' | 'sourceDomainsPct' | 'validators' | 'weightsSha256' | 'targetPredictions' | 'targetConfidences'>
> {
  const classes = pair.classNames.length
  const logits = await predictLogits(session, pair.target.test, 'target')
  return {
    sourceAccuracyPct: (await figuresOn(session, pair, pair.source.test)).accuracyPct,
    ...(await sourceDomains(session, pair)),
    validators: await measureValidators(session, pair),
    weightsSha256: weightsSha256(session),
    targetPredictions: [...argMaxRows(logits, classes)],
    targetConfidences: rowMaxima(softmaxRows(logits, classes), classes),
  }
}

/** Mean over rows of the largest probability. probabilities [N,K] row-major. */
function meanConfidence(probabilities: Float32Array, classes: number): number {
  return rowMaxima(probabilities, classes).reduce((sum, value) => sum + value, 0) / (probabilities.length / classes)
}

function rowMaxima(probabilities: Float32Array, classes: number): number[] {
  return Array.from({ length: probabilities.length / classes }, (_, row) =>
    Math.max(...probabilities.subarray(row * classes, (row + 1) * classes)),
  )
}

interface SourceFigures {
  readonly accuracyPct: number
  readonly loss: number
  /** Of each image: the class predicted, the true one, and the cross-entropy. */
  readonly predicted: Int32Array
  readonly labels: Int32Array
  readonly errors: Float64Array
}

/** images: labelled ones of the source. */
async function figuresOn(session: Session, { classNames }: PairData, images: LabelledImages): Promise<SourceFigures> {
  const logits = await predictLogits(session, images, 'source')
  const predicted = argMaxRows(logits, classNames.length)
  const errors = crossEntropies(softmaxRows(logits, classNames.length), images.labels)
  return { accuracyPct: accuracyPct(predicted, images.labels), loss: meanOf(errors), predicted, labels: images.labels, errors }
}

/** Loss on every second image and accuracy on the others; nothing where there is a single image. */
function figuresByHalves({ predicted, labels, errors }: SourceFigures): Pick<EpochFigures, 'sourceChoiceLoss' | 'sourceJudgedAccuracyPct'> {
  if (labels.length < 2) return {}
  const others = (values: Int32Array): Int32Array => values.filter((_, row) => row % 2 === 1)
  return {
    sourceChoiceLoss: meanOf(errors.filter((_, row) => row % 2 === 0)),
    sourceJudgedAccuracyPct: accuracyPct(others(predicted), others(labels)),
  }
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Accuracy on the held-out images of each of several source domains. */
async function sourceDomains(session: Session, { source, classNames }: PairData): Promise<Pick<TrialOutcome, 'sourceDomainsPct'>> {
  const { domains, labels } = source.test
  if (domains === undefined) return {}
  const predicted = argMaxRows(await predictLogits(session, source.test, 'source'), classNames.length)
  const of = (values: Int32Array, domain: number): Int32Array => values.filter((_, row) => domains[row] === domain)
  return {
    sourceDomainsPct: [...new Set(domains)].sort((a, b) => a - b).map((domain) => accuracyPct(of(predicted, domain), of(labels, domain))),
  }
}

/** Enough for a figure to a point or two, few enough for every epoch. */
const mostTrained = 500

/** The same ones at every checkpoint and in every trial. */
function someTrained(images: LabelledImages): LabelledImages {
  if (images.count <= mostTrained) return images
  const rows = createRandom('measure/trained').permutation(images.count).subarray(0, mostTrained).slice().sort()
  return { ...selectImages(images, rows), labels: rows.map((row) => images.labels[row]) }
}
