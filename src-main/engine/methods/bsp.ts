/**
 * BSP, batch spectral penalisation (Chen et al., ICML 2019, eq. 9), upon DANN.
 *
 *   min over F, G, D of   L_y(G(F(x_s)), y_s) + ½·[ L_d(D(R_λ(F(x_s))), 0) + L_d(D(R_λ(F(x_t))), 1) ] + β·L_bsp(F(x_s), F(x_t))
 *
 * the first terms those of `dann.ts`; L_bsp the sum of the k largest squared singular values of each domain's features,
 * `losses/batch-spectral-penalty.ts`, so that no few directions carry all that transfers. x_s [B,H,W,3], y_s [B],
 * x_t [B',H,W,3]; F features [·,D], G label logits [B,K], D domain logits [·,2].
 *
 * β 1e-4 and k 1 are the paper's; its other host, CDAN, is not offered. Deviations: as in `dann.ts`.
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { batchSpectralPenalty } from '../losses/batch-spectral-penalty'
import { defineMethod } from './method'
import { againstDiscriminator } from './shared/against-discriminator'
import { passDomains } from './shared/domain-passes'
import { rampedWeightParams } from './shared/ramped-weight'
import { adversarialWeightAt } from './shared/schedules'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const bsp = defineMethod({
  id: 'bsp',
  label: 'BSP',
  family: 'discrepancy',
  summary: 'DANN that also keeps the features’ largest singular values small, so that classes stay apart.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Transferability vs. Discriminability: Batch Spectral Penalization for Adversarial Domain Adaptation',
    authors: 'Chen, Wang, Long, Wang',
    year: 2019,
    url: 'https://proceedings.mlr.press/v97/chen19i.html',
  },
  params: trainingParams.extend({
    ...rampedWeightParams({ lambdaMax: 1, weighs: 'the reversed domain gradient' }),
    spectralWeight: z.number().min(0).max(1).default(1e-4).meta({
      title: 'Spectral weight β',
      scale: 'log',
      description: 'Weight of the squared singular values; 0 trains as DANN does.',
    }),
    singularValues: z.number().int().min(1).max(16).default(1).meta({
      title: 'Singular values k',
      description: 'How many of the largest singular values of each domain are kept small.',
    }),
  }),
  start(context, params) {
    const { features, createHead, createDiscriminator } = context.createBackbone()
    const head = createHead(context.classes)
    const discriminator = createDiscriminator()
    return createTrainedSession({
      parts: { features, head, discriminator },
      params,
      statisticsByDomain: 'features',
      schedules: (progress) => ({ lambda: adversarialWeightAt(progress, params) }),
      objective(batch, { lambda }) {
        const { sourceFeatures, classLoss, targetFeatures } = passDomains({ features, head }, batch, params)
        const { domainLoss, domainAccuracyPct } = againstDiscriminator(
          discriminator,
          { source: sourceFeatures, target: targetFeatures },
          lambda,
        )
        const spectralLoss = batchSpectralPenalty(sourceFeatures, targetFeatures, params.singularValues)
        return {
          loss: tf.addN([classLoss, domainLoss, tf.mul(spectralLoss, params.spectralWeight)]),
          metrics: { classLoss, domainLoss, spectralLoss, domainAccuracyPct },
        }
      },
    })
  },
})
