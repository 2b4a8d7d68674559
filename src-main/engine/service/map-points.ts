/** Which images a trial's map shows: test images first, the same ones at every epoch. */
import type { EmbeddingPoints } from '@shared/domain/embedding'
import type { RunRequest } from '@shared/domain/run'
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { joinImages, selectImages } from '../data/select-images'
import type { Images, PairData } from '../data/types'
import { entropyOfRows, softmaxRows } from '../evaluation/validators/softmax'
import type { Session } from '../methods/method'
import { argMaxRows, concatRows, extractFeatures, predictLogits } from '../training/predict'

/** Points of each domain: enough to see ten classes, few enough to lay out within an epoch. */
export const pointsPerDomain = 500

export interface MapPoints {
  readonly points: EmbeddingPoints
  /** The images behind the points: source first, then target. */
  readonly source: Images
  readonly target: Images
}

/** `request` says where test images of the target come from: from a folder of their own, only they are shown. */
export function chooseMapPoints(
  pair: PairData,
  request: Pick<RunRequest, 'targetTest'>,
  ids: { readonly runId: string; readonly trialId: string },
): MapPoints {
  const fromSource = chooseRows(pair.source.test.count, pair.source.train.count)
  const fromTarget = chooseRows(pair.target.test.count, request.targetTest === null ? pair.target.train.count : 0)
  const source = take(pair.source, fromSource)
  const target = take(pair.target, fromTarget)
  const sourceLabels = [...fromSource.test]
    .map((row) => pair.source.test.labels[row])
    .concat([...fromSource.train].map((row) => pair.source.train.labels[row]))
  return {
    source,
    target,
    points: {
      ...ids,
      domain: Uint8Array.from({ length: source.count + target.count }, (_, index) => (index < source.count ? 0 : 1)),
      ...partsOf(pair, fromSource, target.count),
      sourceClass: Int32Array.from([...sourceLabels, ...new Array<number>(target.count).fill(-1)]),
      imageIndex: Int32Array.from([...source.domainIndex, ...target.domainIndex]),
      classNames: [...pair.classNames],
    },
  }
}

/** Which of several sources each point is from; nothing where there is one. */
function partsOf(
  { source, summaries }: PairData,
  { test, train }: Rows,
  targets: number,
): Pick<EmbeddingPoints, 'sourcePart' | 'sourceNames'> {
  const [ofTest, ofTrain] = [source.test.domains, source.train.domains]
  if (ofTest === undefined || ofTrain === undefined) return {}
  const parts = [...test].map((row) => ofTest[row]).concat([...train].map((row) => ofTrain[row]))
  return {
    sourcePart: Uint8Array.from([...parts, ...new Array<number>(targets).fill(0)]),
    sourceNames: summaries.source.parts.map(({ name }) => name),
  }
}

/** Features of a map's points as the session is now, one row a point. */
export async function mapFeatures(session: Session, { points, source, target }: MapPoints): Promise<FeatureMatrix> {
  const count = points.domain.length
  const features = concatRows([await extractFeatures(session, source, 'source'), await extractFeatures(session, target, 'target')])
  return { features, count, dimensions: features.length / count }
}

/** What a model says of each point of a map. */
export interface PointPredictions {
  /** [N] class id with the largest probability. */
  readonly prediction: Int32Array
  /** [N] that probability. */
  readonly confidence: Float32Array
  /** [N] entropy of the probabilities over its maximum, in [0,1]. */
  readonly entropy: Float32Array
}

export async function mapPredictions(session: Session, { points, source, target }: MapPoints): Promise<PointPredictions> {
  const classes = points.classNames.length
  const logits = concatRows([await predictLogits(session, source, 'source'), await predictLogits(session, target, 'target')])
  const probabilities = softmaxRows(logits, classes)
  const prediction = argMaxRows(logits, classes)
  return {
    prediction,
    confidence: Float32Array.from(prediction, (label, row) => probabilities[row * classes + label]),
    entropy: entropyOfRows(probabilities, classes),
  }
}

/** [N] a source image's label, a target image's prediction: its label is sealed. */
export function classesOf({ domain, sourceClass }: EmbeddingPoints, { prediction }: Pick<PointPredictions, 'prediction'>): Int32Array {
  return Int32Array.from(domain, (side, row) => (side === 0 ? sourceClass[row] : prediction[row]))
}

interface Rows {
  readonly test: Int32Array
  readonly train: Int32Array
}

/** Test images first, filled up from training images where they are few; evenly spread, since a source is ordered by class. */
function chooseRows(testCount: number, trainCount: number): Rows {
  const test = spread(testCount, Math.min(pointsPerDomain, testCount))
  return { test, train: spread(trainCount, Math.min(pointsPerDomain - test.length, trainCount)) }
}

/** `wanted` of 0..count-1 at equal distances. */
export function spread(count: number, wanted: number): Int32Array {
  return Int32Array.from({ length: wanted }, (_, index) => Math.floor(((index + 0.5) * count) / wanted))
}

function take(split: { readonly test: Images; readonly train: Images }, rows: Rows): Images {
  return joinImages(selectImages(split.test, rows.test), selectImages(split.train, rows.train))
}
