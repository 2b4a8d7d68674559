/** What the reweighting methods share: training on the source first plainly, then with a weight for each image, renewed every epoch. */
import { z } from 'zod'
import type { FeatureMatrix } from '../../analysis/feature-matrix'
import { type Tensor1D, tf } from '../../backend/tensorflow'
import { weightedCrossEntropy } from '../../losses/weighted-cross-entropy'
import type { RandomStream } from '../../nn/random'
import { createVariable } from '../../nn/variables'
import { medianGamma } from '../../reweighting/gaussian-gram'
import type { EpochView, Session, SessionContext } from '../method'
import { createTrainedSession } from './trained-session'
import { trainingParams } from './training-params'

const training = { training: true }

export const importanceParams = trainingParams.extend({
  plainPart: z.number().min(0).max(0.9).default(0.3).meta({
    title: 'Plain part',
    description: 'Share of training before weights are estimated: features of an untrained network say little.',
  }),
  kernelWidth: z.number().min(0.1).max(10).default(1).meta({
    title: 'Kernel width',
    scale: 'log',
    description: 'Width of the Gaussian kernel, as a multiple of the median distance between features.',
  }),
  points: z.number().int().min(20).max(2000).default(500).meta({
    title: 'Points at a time',
    description: 'Source images weighed together, and target images they are held against; more is slower and steadier.',
  }),
})

export interface WeighingProblem {
  readonly source: FeatureMatrix
  readonly target: FeatureMatrix
  readonly gamma: number
  readonly random: RandomStream
}

/** A session that trains on the source with the weights that `weigh` finds, scaled to a mean of 1. */
export function createImportanceSession(
  context: SessionContext,
  params: z.output<typeof importanceParams>,
  weigh: (problem: WeighingProblem) => Float64Array,
): Session {
  const { features, createHead } = context.createBackbone()
  const head = createHead(context.classes)
  const weights = createVariable('importance', tf.ones([context.images.source]), 'table')
  return createTrainedSession({
    parts: { features, head },
    params,
    phases: [...(params.plainPart > 0 ? [{ name: 'plain', until: params.plainPart }] : []), { name: 'weighted', until: 1 }],
    kept: [weights],
    async beforeEpoch(view) {
      if (view.phase !== 'weighted' || view.target === null) return
      const found = await importances(view, params, weigh)
      tf.tidy(() => weights.variable.assign(tf.tensor1d(found)))
    },
    objective({ source }) {
      const own = tf.gather(weights.variable, source.index) as Tensor1D
      const loss = weightedCrossEntropy(head.forward(features.forward(source.x, training), training), source.y, own)
      // The effective number of samples (Kish): all of them with equal weights, fewer the more they differ.
      const effective = tf.div(tf.square(tf.sum(own)), tf.maximum(tf.sum(tf.square(own)), 1e-12))
      return { loss, metrics: { classLoss: loss, effectiveSamplesPct: tf.div(tf.mul(effective, 100), own.shape[0]) } }
    },
  })
}

/**
 * Weights of all source images, weighed part by part against the same sample of the target (ensemble estimation; Miao, Farahat & Kamel,
 * ICDM 2015), so that the effort grows with their number and not with its square.
 */
async function importances(
  { source, target, features, random }: EpochView,
  { points, kernelWidth }: z.output<typeof importanceParams>,
  weigh: (problem: WeighingProblem) => Float64Array,
): Promise<Float32Array> {
  if (target === null) throw new Error('reweighting needs target images')
  const own = matrixOf(await features(source, 'source'), source.count)
  const other = matrixOf(await features(target, 'source'), target.count)
  const sample = rowsOf(other, random.fork('target').permutation(other.count).subarray(0, points))
  const gamma = medianGamma(own, random.fork('width')) / kernelWidth ** 2
  const order = random.fork('parts').permutation(own.count)
  const parts = Math.max(1, Math.round(own.count / points))
  const weights = new Float32Array(own.count)
  for (let part = 0; part < parts; part++) {
    const members = order.filter((_, at) => at % parts === part)
    const found = weigh({ source: rowsOf(own, members), target: sample, gamma, random: random.fork(`part-${part}`) })
    members.forEach((member, at) => {
      weights[member] = found[at]
    })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  // Where the domains share nothing every weight is 0; then no image is better than another.
  return mean > 0 ? weights.map((weight) => weight / mean) : weights.fill(1)
}

function matrixOf(features: Float32Array, count: number): FeatureMatrix {
  return { features, count, dimensions: features.length / count }
}

function rowsOf({ features, dimensions }: FeatureMatrix, rows: Int32Array): FeatureMatrix {
  const picked = new Float32Array(rows.length * dimensions)
  rows.forEach((row, at) => {
    picked.set(features.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions)
  })
  return { features: picked, count: rows.length, dimensions }
}
