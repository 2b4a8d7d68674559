/**
 * JAN, joint adaptation networks (Long et al., ICML 2017, arXiv:1605.06636, eq. 11).
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + λ·JMMD(F, softmax∘G)
 *   λ = λmax·(2/(1 + e^(−γ·p)) − 1),  p training progress from 0 to 1
 *
 * L_y mean cross-entropy; JMMD the joint discrepancy of `losses/jmmd.ts` over features and class probabilities.
 * x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G label logits [·,K].
 *
 * Deviations: the estimate looks at all pairs (eq. 9), where the paper trains with neighbours (`--set estimator=linear`); the
 * variant with an adversary, JAN-A, is not offered. Domains pass as `shared/domain-passes.ts` says.
 */
import { tf } from '../backend/tensorflow'
import { jmmd } from '../losses/jmmd'
import { defineMethod } from './method'
import { estimatorParam } from './shared/discrepancy-params'
import { onTarget, passDomains } from './shared/domain-passes'
import { rampedWeightParams } from './shared/ramped-weight'
import { adversarialWeightAt } from './shared/schedules'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const jan = defineMethod({
  id: 'jan',
  label: 'JAN',
  family: 'discrepancy',
  summary: 'Brings the joint distributions of features and predictions of both domains together.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Deep Transfer Learning with Joint Adaptation Networks',
    authors: 'Long, Zhu, Wang, Jordan',
    year: 2017,
    url: 'https://arxiv.org/abs/1605.06636',
  },
  params: trainingParams.extend({ ...rampedWeightParams({ lambdaMax: 1, weighs: 'the discrepancy' }), estimator: estimatorParam }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      schedules: (progress) => ({ lambda: adversarialWeightAt(progress, params) }),
      objective(batch, { lambda }) {
        const { sourceFeatures, sourceLogits, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const targetLogits = head.forward(targetFeatures, onTarget)
        const discrepancy = jmmd(
          { features: sourceFeatures, logits: sourceLogits },
          { features: targetFeatures, logits: targetLogits },
          params.estimator,
        )
        return { loss: tf.add(classLoss, tf.mul(discrepancy, lambda)), metrics: { classLoss, discrepancy } }
      },
    })
  },
})
