/**
 * EATA: efficient test-time adaptation without forgetting (Niu et al., ICML 2022, arXiv:2204.02610).
 *
 *   min over γ, β of   1/|S| Σ_{i∈S} e^(E₀−Hᵢ)·Hᵢ  +  λ·Σ_j F_j·(θ_j − θ⁰_j)²
 *
 * S: reliable images, Hᵢ < E₀, that are not redundant, |cos(pᵢ, m)| < ε, with m a moving average of the predictions learnt
 * from: m ← 0.9·m + 0.1·mean_S p, at first the mean over the reliable ones. Where S is empty nothing is updated.
 * γ, β as in Tent; F the diagonal Fisher information at the source model (`fisher-information.ts`), θ⁰ the source's parameters.
 * x [B,H,W,3], p [B,K]. E₀ = 0.4·ln K, SGD with momentum 0.9.
 */
import { z } from 'zod'
import { detached } from '../backend/detached'
import { type Rank, type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'
import { predictionEntropy } from '../losses/prediction-entropy'
import { differentiate } from '../nn/gradients'
import type { NetworkVariable } from '../nn/network'
import { createVariable } from '../nn/variables'
import { fisherInformation } from './fisher-information'
import { normalisationParameters } from './normalisation-parameters'
import { classify, defineStreamMethod, onBatchStatistics, type StreamModel, type StreamSession } from './stream-method'
import { createStreamOptimizer, streamOptimizerParams } from './stream-optimizer'
import { createStreamSession } from './stream-session'

const params = streamOptimizerParams({ optimizer: 'sgd', learningRate: 2.5e-3 }).extend({
  entropyMargin: z.number().min(0.01).max(1).default(0.4).meta({
    title: 'Entropy margin',
    description: 'Images above this part of the largest entropy, ln K, are not learnt from.',
  }),
  redundancyMargin: z.number().min(1e-6).max(1).default(0.4).meta({
    title: 'Redundancy margin ε',
    description:
      'Images whose prediction is this close (cosine) to the recent average are skipped. The paper takes 0.05 for 1,000 classes, 0.4 for 10.',
  }),
  fisherWeight: z.number().min(0).max(10_000).default(1).meta({
    title: 'Fisher weight λ',
    description: 'Pull towards the source’s parameters: 1 in the paper for 10 classes, 2000 for 1,000.',
  }),
  fisherImages: z.number().int().min(16).max(5000).default(256).meta({
    title: 'Images for the Fisher information',
    unit: 'images',
    description: 'Source images, without labels, from which the importance of each parameter is taken.',
  }),
})

type EataParams = z.output<typeof params>

export const eata = defineStreamMethod({
  id: 'eata',
  label: 'EATA',
  summary: 'Tent on reliable images that say something new, held near the source by Fisher information.',
  paper: {
    title: 'Efficient Test-Time Model Adaptation without Forgetting',
    authors: 'Niu, Wu, Zhang, Chen, Zheng, Zhao, Tan',
    year: 2022,
    url: 'https://arxiv.org/abs/2204.02610',
  },
  params,
  assumes: { minimumBatch: 16, mixedClasses: true, because: 'Like Tent it needs the batch’s statistics.' },
  start({ model, sourceImages }, params) {
    const adapted = normalisationParameters(model)
    const fisher = tf.tidy(() => {
      const images = sourceImages(params.fisherImages)
      return [...fisherInformation({ model, variables: adapted, images, gradientsOf: 'batch' })]
    })
    const session = createEataSession({ model, adapted, params, anchor: { fisher, origin: adapted.map(({ variable }) => variable) } })
    tf.dispose(fisher)
    return session
  },
})

export interface EataPlan {
  readonly model: StreamModel
  readonly adapted: readonly NetworkVariable[]
  readonly params: EataParams
  /** What the parameters are held to, in their order: F and θ⁰. Copied. */
  readonly anchor: { readonly fisher: readonly Tensor[]; readonly origin: readonly Tensor[] }
}

/** The session behind `eata`, with the anchor given. */
export function createEataSession({ model, adapted, params, anchor }: EataPlan): StreamSession {
  const optimizer = createStreamOptimizer(adapted, params)
  const slots = (values: readonly Tensor[], what: string) =>
    adapted.map(({ name }, index) => createVariable(`eata/${name}/${what}`, tf.clone(values[index]), 'slot'))
  const fisher = slots(anchor.fisher, 'fisher')
  const origin = slots(anchor.origin, 'origin')
  const average = createVariable('eata/average', tf.zeros<Rank.R1>([model.classes]), 'slot')
  const margin = params.entropyMargin * Math.log(model.classes)
  let remembers = false
  return createStreamSession({
    adapted,
    memory: [...optimizer.slots, ...fisher, ...origin, average],
    pass: onBatchStatistics,
    forget() {
      remembers = false
    },
    respond(x) {
      const before = remembers ? average.variable : null
      const { gradients, outputs } = differentiate(() => {
        const logits = classify(model.network, x, onBatchStatistics)
        const probabilities = tf.softmax(logits)
        const entropy = predictionEntropy(logits)
        const selected = selectImages({ entropy, probabilities, average: before, margin, redundancyMargin: params.redundancyMargin })
        const held = adapted.map(({ variable }, index) => ({
          fisher: fisher[index].variable,
          now: variable,
          origin: origin[index].variable,
        }))
        const penalty = tf.mul(forgettingPenalty(held), params.fisherWeight)
        return { loss: tf.add<Scalar>(weightedEntropy(entropy, selected, margin), penalty), outputs: { logits, selected, probabilities } }
      }, adapted)
      const { logits, selected, probabilities } = outputs
      const learntFrom = tf.sum<Scalar>(selected)
      if (learntFrom.dataSync()[0] > 0) {
        optimizer.apply(gradients)
        average.variable.assign(movedAverage(before, probabilities, selected))
        remembers = true
      }
      return { logits, metrics: { learntFrom } }
    },
  })
}

export interface SelectionOptions {
  /** H [B] */
  readonly entropy: Tensor1D
  /** p [B,K] */
  readonly probabilities: Tensor2D
  /** m [K]; null before anything was learnt. */
  readonly average: Tensor1D | null
  /** E₀ in nats. */
  readonly margin: number
  /** ε */
  readonly redundancyMargin: number
}

/** 1 for images to learn from, else 0: [B]. */
export function selectImages({ entropy, probabilities, average, margin, redundancyMargin }: SelectionOptions): Tensor1D {
  return detached(() => {
    const reliable = tf.less(entropy, margin)
    if (average === null) return tf.cast(reliable, 'float32') as Tensor1D
    const fresh = tf.less(tf.abs(cosineTo(average, probabilities)), redundancyMargin)
    return tf.cast(tf.logicalAnd(reliable, fresh), 'float32') as Tensor1D
  })
}

/** Cosine of each row of p [B,K] with m [K] → [B]. */
export function cosineTo(average: Tensor1D, probabilities: Tensor2D): Tensor1D {
  const products = tf.sum<Tensor1D>(tf.mul(probabilities, average), 1)
  const lengths = tf.norm(probabilities, 'euclidean', 1) as Tensor1D
  return tf.div(products, tf.mul<Tensor1D>(lengths, tf.norm(average)))
}

/** 1/|S| Σ_{i∈S} e^(E₀−Hᵢ)·Hᵢ with the weights held constant; 0 for an empty S. */
export function weightedEntropy(entropy: Tensor1D, selected: Tensor1D, margin: number): Scalar {
  const weights = detached(() => tf.mul(tf.exp(tf.sub(margin, entropy)), selected))
  return tf.div<Scalar>(tf.sum(tf.mul(weights, entropy)), tf.maximum(tf.sum(selected), 1))
}

/** Σ_j F_j·(θ_j − θ⁰_j)² over all parameters. */
export function forgettingPenalty(
  parameters: readonly { readonly fisher: Tensor; readonly now: Tensor; readonly origin: Tensor }[],
): Scalar {
  return tf.addN(parameters.map(({ fisher, now, origin }) => tf.sum(tf.mul(fisher, tf.square(tf.sub(now, origin)))))) as Scalar
}

/** m after learning from the selected rows; with no m before, their mean. */
export function movedAverage(average: Tensor1D | null, probabilities: Tensor2D, selected: Tensor1D): Tensor1D {
  return tf.tidy(() => {
    const sum = tf.sum<Tensor1D>(tf.mul(probabilities, tf.expandDims<Tensor2D>(selected, 1)), 0)
    const mean = tf.div<Tensor1D>(sum, tf.maximum(tf.sum(selected), 1))
    return average === null ? mean : tf.add<Tensor1D>(tf.mul<Tensor1D>(average, 0.9), tf.mul(mean, 0.1))
  })
}
