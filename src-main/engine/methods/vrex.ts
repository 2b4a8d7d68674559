/**
 * V-REx, variance risk extrapolation (Krueger et al., ICML 2021, arXiv:2003.00688, eq. 8).
 *
 *   min over F, G of   1/S Σ_d R_d + β·Var(R_1, …, R_S)
 *
 * R_d mean cross-entropy on domain d, the variance over domains as in `losses/risk-extrapolation.ts`. x [S·n,H,W,3], y [S·n]; F features
 * [·,D], G label head [·,K]. β is 1 at first, then `varianceWeight`, with a fresh optimizer. Deviation: the mean of the risks, not
 * their sum, as in DomainBed.
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { riskExtrapolation } from '../losses/risk-extrapolation'
import { defineMethod } from './method'
import { latePenaltyAt, latePenaltyPhases, penaltyFromParam } from './shared/late-penalty'
import { sharesOf, sourcesOf } from './shared/source-shares'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const vrex = defineMethod({
  id: 'vrex',
  label: 'V-REx',
  family: 'generalization',
  summary: 'Holds the losses of all source domains together, so that none is bought with another.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'Out-of-Distribution Generalization via Risk Extrapolation (REx)',
    authors: 'Krueger, Caballero, Jacobsen, Zhang, Binas, Zhang, Le Priol, Courville',
    year: 2021,
    url: 'https://arxiv.org/abs/2003.00688',
  },
  params: trainingParams.extend({
    varianceWeight: z
      .number()
      .min(0)
      .max(1e6)
      .default(10)
      .meta({
        title: 'Variance weight β',
        scale: 'log',
        draw: { from: 0.1, to: 1e5, scale: 'log' },
        description: 'Weight of the variance of the domains’ losses once it has set in; 0 is ERM.',
      }),
    penaltyFrom: penaltyFromParam,
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const sources = sourcesOf(context)
    return createTrainedSession({
      parts: { features, head },
      params,
      phases: latePenaltyPhases(params.penaltyFrom),
      schedules: (progress) => ({ varianceWeight: latePenaltyAt(progress, { ...params, weight: params.varianceWeight }) }),
      objective({ source }, { varianceWeight }) {
        const labels = sharesOf(source.y, sources)
        const logits = sharesOf(head.forward(features.forward(source.x, training), training), sources)
        const risks = logits.map((own, domain) => crossEntropy(own, labels[domain], params))
        const { loss: classLoss, variance } = riskExtrapolation(risks, 0)
        return { loss: tf.add(classLoss, tf.mul(variance, varianceWeight)), metrics: { classLoss, riskVariance: variance } }
      },
    })
  },
})
