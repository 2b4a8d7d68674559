/**
 * Group DRO over source domains (Sagawa, Koh, Hashimoto & Liang, ICLR 2020, arXiv:1911.08731, algorithm 1).
 *
 *   q_d ← q_d·exp(η·R_d) / Σ_e q_e·exp(η·R_e),   min over F, G of   Σ_d q_d·R_d
 *
 * R_d mean cross-entropy on domain d, q the domains' weights (`losses/group-robustness.ts`), even at first. x [S·n,H,W,3], y [S·n];
 * F features [·,D], G label head [·,K].
 */
import { z } from 'zod'
import { assign } from '../backend/assign'
import { type Rank, type Tensor1D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { groupRisk, raiseGroupWeights } from '../losses/group-robustness'
import { createVariable } from '../nn/variables'
import { defineMethod } from './method'
import { sharesOf, sourcesOf } from './shared/source-shares'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const groupdro = defineMethod({
  id: 'groupdro',
  label: 'Group DRO',
  family: 'generalization',
  summary: 'Gives the source domain that fares worst more weight at every step.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'Distributionally Robust Neural Networks for Group Shifts',
    authors: 'Sagawa, Koh, Hashimoto, Liang',
    year: 2020,
    url: 'https://arxiv.org/abs/1911.08731',
  },
  params: trainingParams.extend({
    groupRate: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .meta({
        title: 'Weight rate η',
        scale: 'log',
        draw: { from: 1e-3, to: 0.1, scale: 'log' },
        description: 'How fast a domain with a high loss gains weight; 0 is ERM.',
      }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const sources = sourcesOf(context)
    const weights = createVariable('domain-weights', tf.fill<Rank.R1>([sources], 1 / sources), 'slot')
    return createTrainedSession({
      parts: { features, head },
      params,
      kept: [weights],
      objective({ source }) {
        const labels = sharesOf(source.y, sources)
        const logits = sharesOf(head.forward(features.forward(source.x, training), training), sources)
        const risks = tf.stack(logits.map((own, domain) => crossEntropy(own, labels[domain], params))) as Tensor1D
        const raised = raiseGroupWeights(weights.variable, risks, params.groupRate)
        assign(weights.variable, () => tf.clone(raised))
        return { loss: groupRisk(raised, risks), metrics: { classLoss: tf.mean(risks), largestDomainWeight: tf.max(raised) } }
      },
    })
  },
})
