/**
 * Tent: fully test-time adaptation by entropy minimisation (Wang et al., ICLR 2021, arXiv:2006.10726).
 *
 *   min over γ, β of   1/B Σᵢ H(softmax(z(xᵢ)))
 *
 * γ, β: scales and offsets of all batch normalisation layers; everything else is frozen. Layers normalise with the batch's own
 * statistics throughout. The answer to a batch comes from the weights before its update. x [B,H,W,3], z [B,K].
 * Adam at 0.001 as in the authors' CIFAR experiments.
 */
import { type Scalar, tf } from '../backend/tensorflow'
import { predictionEntropy } from '../losses/prediction-entropy'
import { differentiate } from '../nn/gradients'
import { normalisationParameters } from './normalisation-parameters'
import { classify, defineStreamMethod, onBatchStatistics } from './stream-method'
import { createStreamOptimizer, streamOptimizerParams } from './stream-optimizer'
import { createStreamSession } from './stream-session'

export const tent = defineStreamMethod({
  id: 'tent',
  label: 'Tent',
  summary: 'Makes predictions more certain by adapting the scales and offsets of batch normalisation.',
  paper: {
    title: 'Tent: Fully Test-Time Adaptation by Entropy Minimization',
    authors: 'Wang, Shelhamer, Liu, Olshausen, Darrell',
    year: 2021,
    url: 'https://arxiv.org/abs/2006.10726',
  },
  params: streamOptimizerParams({ optimizer: 'adam', learningRate: 1e-3 }),
  assumes: {
    minimumBatch: 16,
    mixedClasses: true,
    because: 'Certainty about a batch of one class is gained by giving everything that class.',
  },
  start({ model }, params) {
    const adapted = normalisationParameters(model)
    const optimizer = createStreamOptimizer(adapted, params)
    return createStreamSession({
      adapted,
      memory: optimizer.slots,
      pass: onBatchStatistics,
      replays: model,
      respond(x) {
        const { gradients, outputs } = differentiate(() => {
          const logits = classify(model.network, x, onBatchStatistics)
          return { loss: tf.mean<Scalar>(predictionEntropy(logits)), outputs: { logits } }
        }, adapted)
        optimizer.apply(gradients)
        return { logits: outputs.logits, metrics: {} }
      },
    })
  },
})
