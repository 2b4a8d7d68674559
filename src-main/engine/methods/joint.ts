/**
 * Joint training: the source and a few labelled target images side by side, from the first step on. The plain supervised baseline of
 * semi-supervised adaptation ("S+T"; Saito et al., ICCV 2019).
 *
 *   min  (1 − μ)·L(source) + μ·L(target),   L = 1/B Σᵢ −log softmax(G(F(xᵢ)))[yᵢ]
 *
 * F features [B,D], G label head [B,K]. Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { type Scalar, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod } from './method'
import { onSource, onTarget } from './shared/domain-passes'
import { fewOf, shotsParam } from './shared/few-label-params'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const joint = defineMethod({
  id: 'joint',
  label: 'Joint training',
  family: 'supervised',
  summary: 'Trains on the source and on a few labelled target images at the same time.',
  needs: { sources: 'one', target: 'few-labels', start: 'backbone' },
  paper: {
    title: 'Semi-supervised Domain Adaptation via Minimax Entropy',
    authors: 'Saito, Kim, Sclaroff, Darrell, Saenko',
    year: 2019,
    url: 'https://arxiv.org/abs/1904.06487',
  },
  params: trainingParams.extend({
    shots: shotsParam,
    targetWeight: z.number().min(0).max(1).default(0.5).meta({
      title: 'Target weight μ',
      description: 'Share of the labelled target images in the loss; 0 trains on the source alone.',
    }),
  }),
  shots: ({ shots }) => shots,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      objective(batch) {
        const { source } = batch
        const few = fewOf(batch)
        const classLoss = crossEntropy(head.forward(features.forward(source.x, onSource), onSource), source.y, params)
        const targetLoss = crossEntropy(head.forward(features.forward(few.x, onTarget), onTarget), few.y, params)
        const loss = tf.add<Scalar>(tf.mul(classLoss, 1 - params.targetWeight), tf.mul(targetLoss, params.targetWeight))
        return { loss, metrics: { classLoss, targetLoss } }
      },
    })
  },
})
