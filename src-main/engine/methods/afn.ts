/**
 * AFN, adaptive feature norm (Xu et al., ICCV 2019, arXiv:1811.07456, eqs. 4 and 8).
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + λ·[ L_n(F(x_s)) + L_n(F(x_t)) ]
 *
 * L_y mean cross-entropy; L_n the feature-norm loss of `losses/adaptive-feature-norm.ts`: hard (HAFN, pulls every norm to R)
 * or stepwise (SAFN, asks every feature to grow by Δ). x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features
 * [·,D], G label logits [·,K].
 *
 * λ 0.05, Δ 1 and R 25 are the paper's, which prefers the stepwise loss. The default is the hard one all the same: the stepwise
 * gradient never ends, and Adam, which sees its direction only, lets norms grow a hundredfold; it wants SGD and weight decay.
 * Deviations: dropout keeps the expected value, not the expected norm; the paper's entropy term for Office-Home is left out.
 * Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { hardFeatureNorm, meanFeatureNorm, stepwiseFeatureNorm } from '../losses/adaptive-feature-norm'
import { defineMethod } from './method'
import { discrepancyWeight } from './shared/discrepancy-params'
import { passDomains } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const afn = defineMethod({
  id: 'afn',
  label: 'AFN',
  family: 'discrepancy',
  summary: 'Gives the features of both domains long norms alike, since short ones transfer badly.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Larger Norm More Transferable: An Adaptive Feature Norm Approach for Unsupervised Domain Adaptation',
    authors: 'Xu, Li, Yang, Lin',
    year: 2019,
    url: 'https://arxiv.org/abs/1811.07456',
  },
  params: trainingParams.extend({
    discrepancyWeight: discrepancyWeight({ weight: 0.05 }),
    norm: z.enum(['hard', 'stepwise']).default('hard').meta({
      title: 'Norm',
      description: 'Hard pulls every norm to R; stepwise lengthens every feature by Δ, and wants SGD with weight decay.',
    }),
    delta: z.number().min(0).max(100).default(1).meta({
      title: 'Step Δ',
      description: 'By how much the stepwise loss asks each feature to grow.',
    }),
    radius: z.number().min(0).max(1000).default(25).meta({
      title: 'Norm R',
      description: 'The norm that the hard loss asks for.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const lossOf = (f: Tensor2D) => (params.norm === 'stepwise' ? stepwiseFeatureNorm(f, params.delta) : hardFeatureNorm(f, params.radius))
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features',
      objective(batch) {
        const { sourceFeatures, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const normLoss = tf.add<Scalar>(lossOf(sourceFeatures), lossOf(targetFeatures))
        return {
          loss: tf.add(classLoss, tf.mul(normLoss, params.discrepancyWeight)),
          metrics: {
            classLoss,
            normLoss,
            sourceNorm: meanFeatureNorm(sourceFeatures),
            targetNorm: meanFeatureNorm(targetFeatures),
          },
        }
      },
    })
  },
})
