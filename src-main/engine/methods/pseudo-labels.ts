/**
 * Pseudo-labels (Lee, ICML 2013 workshop): the network's own predictions on the target serve as its labels.
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + α·L_w(G(F(x_t)), ŷ_t),   ŷ = argmax p,  w = [max p ≥ τ]
 *
 * p are the network's probabilities for all target images, taken before every epoch; α rises from 0 to its maximum between 10 % and
 * 60 % of training. L_w weighs each image by w. x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G label head [·,K].
 *
 * Deviations: the paper labels anew after every update and keeps every label (τ = 0); labels of an epoch change more calmly, and τ
 * leaves out what the network is unsure of. Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { type Tensor1D, tf } from '../backend/tensorflow'
import { softmaxRows } from '../evaluation/validators/softmax'
import { crossEntropy } from '../losses/cross-entropy'
import { weightedCrossEntropy } from '../losses/weighted-cross-entropy'
import { createVariable } from '../nn/variables'
import { sureLabels } from '../self-training/sure-labels'
import { defineMethod } from './method'
import { onSource, onTarget, targetOf } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

/** As the paper's 100 of 1000 and 600 of 1000 epochs. */
const [rampFrom, rampTo] = [0.1, 0.6]

export const pseudoLabels = defineMethod({
  id: 'pseudo-labels',
  label: 'Pseudo-labels',
  family: 'self-training',
  summary: 'Trains on the target with the labels that the network itself is sure of.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Pseudo-Label: The Simple and Efficient Semi-Supervised Learning Method for Deep Neural Networks',
    authors: 'Lee',
    year: 2013,
    url: 'https://www.kaggle.com/blobs/download/forum-message-attachment-files/746/pseudo_label_final.pdf',
  },
  params: trainingParams.extend({
    pseudoLabelWeight: z.number().min(0).max(10).default(1).meta({
      title: 'Pseudo-label weight α',
      description: 'Weight of the target’s own labels once it has risen; 0 trains without adaptation.',
    }),
    confidence: z.number().min(0).max(1).default(0.9).meta({
      title: 'Confidence τ',
      description: 'Probability from which a prediction counts as a label; 0 takes every one, as in the paper.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const count = context.images.target
    const labels = createVariable('pseudo-label', tf.zeros([count], 'int32'), 'table')
    const weights = createVariable('weight', tf.zeros([count]), 'table')
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      kept: [labels, weights],
      schedules: (progress) => ({
        pseudoLabelWeight: params.pseudoLabelWeight * Math.min(1, Math.max(0, (progress - rampFrom) / (rampTo - rampFrom))),
      }),
      async beforeEpoch({ target, predict }) {
        if (target === null) return
        const found = sureLabels(softmaxRows(await predict(target, 'target'), context.classes), context.classes, params.confidence)
        tf.tidy(() => {
          labels.variable.assign(tf.tensor1d(found.labels, 'int32'))
          weights.variable.assign(tf.tensor1d(found.sure))
        })
      },
      objective(batch, { pseudoLabelWeight }) {
        const { source } = batch
        const { x, index } = targetOf(batch)
        const classLoss = crossEntropy(head.forward(features.forward(source.x, onSource), onSource), source.y, params)
        const logits = head.forward(features.forward(x, onTarget), onTarget)
        const sure = tf.gather(weights.variable, index) as Tensor1D
        const targetLoss = weightedCrossEntropy(logits, tf.gather(labels.variable, index) as Tensor1D, sure)
        return {
          loss: tf.add(classLoss, tf.mul(targetLoss, pseudoLabelWeight)),
          metrics: { classLoss, targetLoss, sureSharePct: tf.mul(tf.mean(sure), 100) },
        }
      },
    })
  },
})
