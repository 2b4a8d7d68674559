/**
 * MDD, margin disparity discrepancy (Zhang et al., ICML 2019, arXiv:1904.05801, eqs. 27 to 30).
 *
 *   min over F, G, A of   L_y(G(F(x_s)), y_s) − disparity(G, A∘R_λ; F(x_s), F(x_t))
 *   disparity = E_t log(1 − softmax(A)[h]) − γ·E_s(−log softmax(A)[h]),  h = argmax G
 *   λ = λmax·(2/(1 + e^(−g·p)) − 1),  p training progress from 0 to 1
 *
 * L_y mean cross-entropy; disparity as in `losses/margin-disparity.ts`; R_λ the gradient reversal layer (identity forward, −λ
 * backward): the adversarial head A agrees with G on the source and departs from it on the target, and F leaves it no room to.
 * x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G and A label logits [·,K].
 *
 * γ 4 and λmax 0.1 are the paper's. Deviations: 1e-6 inside the target's logarithm. Domains pass as `shared/domain-passes.ts`
 * says.
 */
import { z } from 'zod'
import { reverseGradient } from '../backend/ops/gradient-reversal'
import { type Scalar, tf } from '../backend/tensorflow'
import { marginDisparity } from '../losses/margin-disparity'
import { defineMethod } from './method'
import { onSource, onTarget, passDomains } from './shared/domain-passes'
import { rampedWeightParams } from './shared/ramped-weight'
import { adversarialWeightAt } from './shared/schedules'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const mdd = defineMethod({
  id: 'mdd',
  label: 'MDD',
  family: 'adversarial',
  summary: 'Learns features on which no second classifier can agree on the source and disagree on the target.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Bridging Theory and Algorithm for Domain Adaptation',
    authors: 'Zhang, Liu, Long, Jordan',
    year: 2019,
    url: 'https://arxiv.org/abs/1904.05801',
  },
  params: trainingParams.extend({
    ...rampedWeightParams({ lambdaMax: 0.1, weighs: 'the reversed gradient of the disparity' }),
    marginFactor: z.number().min(0.1).max(20).default(4).meta({
      title: 'Margin factor γ',
      description: 'How much the second classifier’s agreement on the source counts against its disagreement on the target.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const adversary = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head, adversary },
      params,
      statisticsByDomain: 'features-and-head',
      schedules: (progress) => ({ lambda: adversarialWeightAt(progress, params) }),
      objective(batch, { lambda }) {
        const { sourceFeatures, sourceLogits, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const { total: disparity } = marginDisparity(
          {
            source: { main: sourceLogits, adversarial: adversary.forward(reverseGradient(sourceFeatures, lambda), onSource) },
            target: {
              main: head.forward(targetFeatures, onTarget),
              adversarial: adversary.forward(reverseGradient(targetFeatures, lambda), onTarget),
            },
          },
          { gamma: params.marginFactor },
        )
        return { loss: tf.sub<Scalar>(classLoss, disparity), metrics: { classLoss, disparity } }
      },
    })
  },
})
