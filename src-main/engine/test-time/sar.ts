/**
 * SAR: sharpness-aware and reliable entropy minimisation (Niu et al., ICLR 2023, arXiv:2302.12400).
 *
 *   min over θ of  max_{‖ε‖≤ρ} E(θ + ε),  E = 1/|S| Σ_{i∈S} Hᵢ,  S the images with Hᵢ < E₀
 *
 * Two passes a batch: ε = ρ·∇E/‖∇E‖ at θ, then the gradient at θ + ε, over those of S whose entropy is still below E₀, applied
 * at θ. θ: scales and offsets of the normalisation layers. The model is put back when a moving average of the second loss,
 * e ← 0.9·e + 0.1·E, falls below a threshold: that low an entropy is a collapse.
 * E₀ = 0.4·ln K, ρ 0.05, SGD with momentum 0.9. x [B,H,W,3].
 *
 * Deviations: the paper prefers networks with group or layer normalisation and adapts only their early layers; here all layers
 * there are. After putting the model back the average begins anew, where the authors' code keeps the low one, so that the next
 * batch tends to put the model back again (`restartAverage` false does as they do).
 */
import { z } from 'zod'
import { detached } from '../backend/detached'
import { type Scalar, type Tensor, type Tensor1D, tf } from '../backend/tensorflow'
import { predictionEntropy } from '../losses/prediction-entropy'
import { differentiate } from '../nn/gradients'
import { withValues } from '../nn/with-values'
import { normalisationParameters } from './normalisation-parameters'
import { classify, defineStreamMethod, onBatchStatistics } from './stream-method'
import { createStreamOptimizer, streamOptimizerParams } from './stream-optimizer'
import { createStreamSession } from './stream-session'

export const sar = defineStreamMethod({
  id: 'sar',
  label: 'SAR',
  summary: 'Tent on reliable images, towards flat minima, with a reset when predictions collapse.',
  paper: {
    title: 'Towards Stable Test-Time Adaptation in Dynamic Wild World',
    authors: 'Niu, Wu, Zhang, Wen, Chen, Zhao, Tan',
    year: 2023,
    url: 'https://arxiv.org/abs/2302.12400',
  },
  params: streamOptimizerParams({ optimizer: 'sgd', learningRate: 1e-3 }).extend({
    entropyMargin: z.number().min(0.01).max(1).default(0.4).meta({
      title: 'Entropy margin',
      description: 'Images above this part of the largest entropy, ln K, are not learnt from.',
    }),
    rho: z.number().min(0).max(1).default(0.05).meta({
      title: 'Radius ρ',
      description: 'How far around the parameters the loss has to stay low.',
    }),
    resetBelow: z.number().min(0).max(2).default(0.2).meta({
      title: 'Reset below',
      unit: 'nats',
      description: 'The model is put back when the moving average of the loss falls below this; 0 never does.',
    }),
    restartAverage: z.boolean().default(true).meta({
      title: 'Average begins anew after a reset',
      description: 'Off keeps the low average, as the authors’ code does.',
    }),
  }),
  assumes: { minimumBatch: 16, mixedClasses: true, because: 'With batch normalisation it needs the batch’s statistics.' },
  start({ model }, params) {
    const adapted = normalisationParameters(model)
    const optimizer = createStreamOptimizer(adapted, params)
    const margin = params.entropyMargin * Math.log(model.classes)
    let average: number | null = null

    const lossOver = (x: Parameters<typeof classify>[1], among: Tensor1D | null) =>
      differentiate(() => {
        const logits = classify(model.network, x, onBatchStatistics)
        const entropy = predictionEntropy(logits)
        const below = detached(() => tf.cast<Tensor1D>(tf.less(entropy, margin), 'float32'))
        const reliable = among === null ? below : tf.mul<Tensor1D>(below, among)
        const count = tf.sum<Scalar>(reliable)
        const loss = tf.div<Scalar>(tf.sum(tf.mul(entropy, reliable)), tf.maximum(count, 1))
        return { loss, outputs: { logits, reliable, loss, count } }
      }, adapted)

    const session = createStreamSession({
      adapted,
      memory: optimizer.slots,
      pass: onBatchStatistics,
      forget() {
        average = null
      },
      respond(x) {
        const first = lossOver(x, null)
        const radius = tf.div(params.rho, tf.add(jointNorm(first.gradients), 1e-12))
        const climbed = adapted.map(({ variable }, index) => tf.add(variable, tf.mul(first.gradients[index], radius)))
        const second = withValues(adapted, climbed, () => lossOver(x, first.outputs.reliable))
        optimizer.apply(second.gradients)
        const { loss, count } = second.outputs
        // Without a reliable image there is no loss to average.
        if (count.dataSync()[0] > 0) average = average === null ? loss.dataSync()[0] : 0.9 * average + 0.1 * loss.dataSync()[0]
        const collapsed = average !== null && average < params.resetBelow
        if (collapsed) {
          const low = average
          session.reset()
          average = params.restartAverage ? null : low
        }
        return {
          logits: first.outputs.logits,
          metrics: {
            learntFrom: tf.sum(first.outputs.reliable),
            averageLoss: tf.scalar(average ?? 0),
            resets: tf.scalar(collapsed ? 1 : 0),
          },
        }
      },
    })
    return session
  },
})

/** Euclidean norm over the entries of all tensors together. */
function jointNorm(tensors: readonly Tensor[]): Scalar {
  return tf.sqrt(tf.addN(tensors.map((one) => tf.sum(tf.square(one))))) as Scalar
}
