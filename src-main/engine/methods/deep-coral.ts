/**
 * Deep CORAL (Sun & Saenko, ECCV workshops 2016, arXiv:1607.01719, eq. 6).
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + λ·CORAL(G(F(x_s)), G(F(x_t)))
 *
 * L_y mean cross-entropy; CORAL the distance of the covariances, `losses/deep-coral.ts`, over the last layer as in the paper.
 * x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G label logits [·,K].
 *
 * The paper sets λ for each task so that both losses end about alike; 1 is a start. Deviations: networks are not pretrained.
 * Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { deepCoral as coralLoss } from '../losses/deep-coral'
import { defineMethod } from './method'
import { discrepancyWeight } from './shared/discrepancy-params'
import { onTarget, passDomains } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const deepCoral = defineMethod({
  id: 'deep-coral',
  label: 'Deep CORAL',
  family: 'discrepancy',
  summary: 'Brings the covariances of both domains together.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Deep CORAL: Correlation Alignment for Deep Domain Adaptation',
    authors: 'Sun, Saenko',
    year: 2016,
    url: 'https://arxiv.org/abs/1607.01719',
  },
  params: trainingParams.extend({
    discrepancyWeight: discrepancyWeight({ weight: 1 }),
    layer: z.enum(['logits', 'features']).default('logits').meta({
      title: 'Aligned layer',
      description: 'Logits, as in the paper, or features, whose distance is divided by four times their number squared.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: params.layer === 'logits' ? 'features-and-head' : 'features',
      objective(batch) {
        const { sourceFeatures, sourceLogits, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const discrepancy =
          params.layer === 'logits'
            ? coralLoss(sourceLogits, head.forward(targetFeatures, onTarget))
            : coralLoss(sourceFeatures, targetFeatures)
        return {
          loss: tf.add(classLoss, tf.mul(discrepancy, params.discrepancyWeight)),
          metrics: { classLoss, discrepancy },
        }
      },
    })
  },
})
