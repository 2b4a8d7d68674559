/** Runs a session over held-out images and a few trained ones, for the validators. Reads no target label: there is none to read. */
import { selectImages } from '../../data/select-images'
import type { Images, PairData } from '../../data/types'
import type { Session } from '../../methods/method'
import { createRandom } from '../../nn/random'
import { extractFeatures, predictLogits } from '../../training/predict'
import { softmaxRows } from './softmax'
import type { CheckpointView } from './validator'
import { whiten } from './whiten'

/** Images of each kind that are looked at: enough for stable scores, few enough for every checkpoint. */
const most = 500

export async function viewCheckpoint(session: Session, pair: PairData): Promise<CheckpointView> {
  const classes = pair.classNames.length
  const held = someIndices(pair.source.test)
  const [sourceImages, targetImages, trainedImages] = [
    selectImages(pair.source.test, held),
    selectImages(pair.target.test, someIndices(pair.target.test)),
    selectImages(pair.source.train, someIndices(pair.source.train)),
  ]
  const features = [
    await extractFeatures(session, sourceImages, 'source'),
    await extractFeatures(session, targetImages, 'target'),
    await extractFeatures(session, trainedImages, 'source'),
  ]
  const { dimensions, parts } = whiten(features, features[0].length / sourceImages.count)
  return {
    classes,
    dimensions,
    source: {
      count: sourceImages.count,
      labels: held.map((index) => pair.source.test.labels[index]),
      probabilities: softmaxRows(await predictLogits(session, sourceImages, 'source'), classes),
      features: parts[0],
    },
    target: {
      count: targetImages.count,
      probabilities: softmaxRows(await predictLogits(session, targetImages, 'target'), classes),
      features: parts[1],
    },
    trainedSource: parts[2],
  }
}

/** The same ones at every checkpoint and in every trial. */
function someIndices({ count }: Images): Int32Array {
  return createRandom('validators/images').permutation(count).subarray(0, most).slice().sort()
}
