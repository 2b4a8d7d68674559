/** What CDAN and CDAN+E have in common: a discriminator that sees features and predictions together. */
import type { Paper } from '@shared/domain/method'
import { z } from 'zod'
import { detached } from '../../backend/detached'
import { type Tensor2D, tf } from '../../backend/tensorflow'
import { certaintyWeights } from '../../losses/certainty-weights'
import { outerMap, randomisedMap } from '../../losses/conditional-map'
import type { NetworkVariable } from '../../nn/network'
import type { RandomStream } from '../../nn/random'
import { createVariable } from '../../nn/variables'
import type { Session, SessionContext } from '../method'
import { againstDiscriminator } from './against-discriminator'
import { onTarget, passDomains } from './domain-passes'
import { rampedWeightParams } from './ramped-weight'
import { adversarialWeightAt } from './schedules'
import { createTrainedSession } from './trained-session'
import { trainingParams } from './training-params'

/** The paper of both. */
export const conditionalPaper: Paper = {
  title: 'Conditional Adversarial Domain Adaptation',
  authors: 'Long, Cao, Wang, Jordan',
  year: 2018,
  url: 'https://arxiv.org/abs/1705.10667',
}

export const conditionalParams = trainingParams.extend({
  ...rampedWeightParams({ lambdaMax: 1, weighs: 'the reversed domain gradient' }),
  outerLimit: z.number().int().min(0).max(100_000).default(4096).meta({
    title: 'Largest outer product',
    description: 'Up to this many products of features and classes the discriminator sees all of them, beyond it a random map.',
  }),
  randomDimensions: z.number().int().min(1).max(8192).default(1024).meta({
    title: 'Random map',
    unit: 'dimensions',
    description: 'Width of the random map that stands for the products where they are too many.',
  }),
})

/** Rows that count alike, or for more where the classifier is sure (`certainty-weights.ts`, over both domains together). */
type Conditioning = 'equal-weights' | 'certainty-weights'

/** Trains features, label head and discriminator as `cdan.ts` states it. */
export function startConditionalAdversary(
  context: SessionContext,
  params: z.output<typeof conditionalParams>,
  conditioning: Conditioning,
): Session {
  const { features, createHead, createDiscriminator } = context.createBackbone()
  const head = createHead(context.classes)
  const map = createMap({ features: features.featureSize, classes: context.classes }, params, context.random.fork('map'))
  const discriminator = createDiscriminator(map.width)
  return createTrainedSession({
    parts: { features, head, map, discriminator },
    params,
    statisticsByDomain: 'features-and-head',
    schedules: (progress) => ({ lambda: adversarialWeightAt(progress, params) }),
    objective(batch, { lambda }) {
      const { sourceFeatures, sourceLogits, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
      const targetLogits = head.forward(targetFeatures, onTarget)
      const [p, q] = [sourceLogits, targetLogits].map((logits) => detached(() => tf.softmax(logits)))
      const mapped = { source: map.apply(sourceFeatures, p), target: map.apply(targetFeatures, q) }
      const { domainLoss, domainAccuracyPct } = againstDiscriminator(
        discriminator,
        conditioning === 'equal-weights' ? mapped : { ...mapped, weights: weightsOf(p, q) },
        lambda,
      )
      return { loss: tf.add(classLoss, domainLoss), metrics: { classLoss, domainLoss, domainAccuracyPct } }
    },
  })
}

function weightsOf(p: Tensor2D, q: Tensor2D) {
  const weights = certaintyWeights(tf.concat([p, q], 0))
  const rows = p.shape[0]
  return { source: tf.slice(weights, 0, rows), target: tf.slice(weights, rows) }
}

interface ConditionalMap {
  /** The random matrices, fixed for the run; none for the outer product. */
  readonly variables: readonly NetworkVariable[]
  readonly width: number
  /** f [B,D], p [B,K] → [B,width]. */
  apply(f: Tensor2D, p: Tensor2D): Tensor2D
}

function createMap(
  sizes: { readonly features: number; readonly classes: number },
  params: z.output<typeof conditionalParams>,
  random: RandomStream,
): ConditionalMap {
  const products = sizes.features * sizes.classes
  if (products <= params.outerLimit) return { variables: [], width: products, apply: outerMap }
  const width = params.randomDimensions
  const matrix = (name: string, rows: number) => {
    const stream = random.fork(name)
    return createVariable(name, tf.tensor2d(Float32Array.from({ length: rows * width }, stream.normal), [rows, width]), 'statistic')
  }
  const [features, predictions] = [matrix('features', sizes.features), matrix('predictions', sizes.classes)]
  const matrices = { features: features.variable, predictions: predictions.variable }
  return { variables: [features, predictions], width, apply: (f, p) => randomisedMap(f, p, matrices) }
}
