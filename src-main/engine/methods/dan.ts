/**
 * DAN, deep adaptation networks (Long et al., ICML 2015, arXiv:1502.02791, eq. 6).
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + λ·[ MMD²(F(x_s), F(x_t)) + MMD²(G(F(x_s)), G(F(x_t))) ]
 *   λ = λmax·(2/(1 + e^(−γ·p)) − 1),  p training progress from 0 to 1
 *
 * L_y mean cross-entropy; MMD² the multi-kernel discrepancy of `losses/mk-mmd.ts`, over the layers after the convolutions: here
 * the features and the logits. x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D], G label logits [·,K].
 *
 * Deviations: the five kernels weigh alike and are summed, where the paper learns weights that sum to 1: λmax 0.2 is its λ of 1.
 * The estimate looks at all pairs (`biased`), where the paper's looks at neighbours, which batches of this size do not need:
 * `--set estimator=linear` is the paper's. Networks are not pretrained, and no layer is frozen; λ is therefore not constant, as the
 * paper's is, but rises as JAN's does: before there are classes, everything at one point is the quickest way to no discrepancy.
 * Domains pass as `shared/domain-passes.ts` says.
 */
import { type Scalar, tf } from '../backend/tensorflow'
import { mkMmd } from '../losses/mk-mmd'
import { defineMethod } from './method'
import { estimatorParam } from './shared/discrepancy-params'
import { onTarget, passDomains } from './shared/domain-passes'
import { rampedWeightParams } from './shared/ramped-weight'
import { adversarialWeightAt } from './shared/schedules'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const dan = defineMethod({
  id: 'dan',
  label: 'DAN',
  family: 'discrepancy',
  summary: 'Brings the mean embeddings of both domains together under several Gaussian kernels.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Learning Transferable Features with Deep Adaptation Networks',
    authors: 'Long, Cao, Wang, Jordan',
    year: 2015,
    url: 'https://arxiv.org/abs/1502.02791',
  },
  params: trainingParams.extend({ ...rampedWeightParams({ lambdaMax: 0.2, weighs: 'the discrepancy' }), estimator: estimatorParam }),
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
        const discrepancy = tf.add<Scalar>(
          mkMmd(sourceFeatures, targetFeatures, params.estimator),
          mkMmd(sourceLogits, targetLogits, params.estimator),
        )
        return {
          loss: tf.add(classLoss, tf.mul(discrepancy, lambda)),
          metrics: { classLoss, discrepancy },
        }
      },
    })
  },
})
