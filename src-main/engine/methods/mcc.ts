/**
 * MCC, minimum class confusion (Jin et al., ECCV 2020, arXiv:1912.03699, eq. 8).
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + μ·MCC(G(F(x_t)))
 *
 * L_y mean cross-entropy; MCC the confusion of the target's predictions at temperature T, `losses/minimum-class-confusion.ts`.
 * x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G label logits [·,K].
 *
 * μ 1 and T 2.5 are the paper's. Deviations: networks are not pretrained. Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { minimumClassConfusion } from '../losses/minimum-class-confusion'
import { defineMethod } from './method'
import { discrepancyWeight } from './shared/discrepancy-params'
import { onTarget, passDomains } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const mcc = defineMethod({
  id: 'mcc',
  label: 'MCC',
  family: 'discrepancy',
  summary: 'Asks for predictions on the target that do not waver between classes.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Minimum Class Confusion for Versatile Domain Adaptation',
    authors: 'Jin, Wang, Long, Wang',
    year: 2020,
    url: 'https://arxiv.org/abs/1912.03699',
  },
  params: trainingParams.extend({
    discrepancyWeight: discrepancyWeight({ weight: 1 }),
    temperature: z.number().min(0.1).max(20).default(2.5).meta({
      title: 'Temperature T',
      description: 'Divides the logits before the confusion is taken; above 1 it lets uncertain classes count for more.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      objective(batch) {
        const { classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const confusion = minimumClassConfusion(head.forward(targetFeatures, onTarget), params.temperature)
        return {
          loss: tf.add(classLoss, tf.mul(confusion, params.discrepancyWeight)),
          metrics: { classLoss, confusion },
        }
      },
    })
  },
})
