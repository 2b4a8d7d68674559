/** What a trial is trained and measured on: the pair as it is, with a part of the source's labels, or with features in place of pixels. */
import type { Trial } from '@shared/domain/run'
import { limitLabels } from '../data/limit-labels'
import type { PairData } from '../data/types'
import type { Session } from '../methods/method'
import { findMethod } from '../methods/registry'
import { augmentationOf, trainingParams } from '../methods/shared/training-params'
import { createAugmentation } from '../nn/augmentation'
import { createRandom } from '../nn/random'
import { type ExtractionProgress, type FrozenFeaturesOptions, networkName, withFrozenFeatures } from '../training/frozen-features'
import type { ResolvedRequest } from './prepare-trial'

export interface Feeding extends Pick<FrozenFeaturesOptions, 'cacheFolder' | 'signal'> {
  readonly session: Session
  readonly resolved: ResolvedRequest
  readonly pair: PairData
  readonly trial: Trial
  onProgress(progress: ExtractionProgress): void
  /** A sentence for the run's log. */
  onExtracted(text: string): Promise<void>
}

/** The last pair that was fed with features: trials of a run with pretrained weights share it. */
interface Fed {
  readonly of: PairData
  readonly network: string
  readonly pair: PairData
}

/** A feeder of one run's trials. */
export function createFeeder(): (feeding: Feeding) => Promise<PairData> {
  let last: Fed | null = null
  return async (feeding) => {
    const { resolved, trial } = feeding
    const fed = takesFeatures(resolved, trial.method) ? await withFeatures(feeding, last) : null
    last = fed ?? last
    const pair = fed?.pair ?? feeding.pair
    const limited = limitLabels(pair.source.train, { fraction: resolved.labelFraction, seed: trial.seed })
    return limited === pair.source.train ? pair : { ...pair, source: { ...pair.source, train: limited } }
  }
}

const Trained = trainingParams.loose()

/** The extractor never changes, and every image reaches it as it is. */
function takesFeatures({ methodParams }: ResolvedRequest, method: string): boolean {
  if (findMethod(method).needsPixels) return false
  const params = Trained.safeParse(methodParams[method])
  if (!params.success || params.data.trained !== 'linear-probe') return false
  return createAugmentation(augmentationOf(params.data), createRandom('unused')).variables.length === 0
}

async function withFeatures(feeding: Feeding, last: Fed | null): Promise<Fed> {
  const { session, resolved, pair } = feeding
  const extractor = session.network.features
  const what = JSON.stringify([resolved.request.backbone, resolved.backboneParams])
  const network = networkName(extractor, what)
  if (last?.of === pair && last.network === network) return last
  const extracted = await withFrozenFeatures(pair, { ...feeding, extractor, network: what })
  await feeding.onExtracted(extractedWords(extracted))
  return { of: pair, network, pair: extracted.pair }
}

function extractedWords({ pair, passed, seconds }: Awaited<ReturnType<typeof withFrozenFeatures>>): string {
  const all = [pair.source, pair.target].reduce((sum, side) => sum + side.train.count + (side.validation?.count ?? 0) + side.test.count, 0)
  const kept = all - passed
  const parts = [
    ...(passed > 0 ? [`${passed} passed through it in ${seconds.toFixed(1)} s and are kept`] : []),
    ...(kept > 0 ? [`${kept} were kept from before`] : []),
  ]
  return `The network is frozen: training takes the features of ${all} images; ${parts.join(', ')}.`
}
