/**
 * IRM, invariant risk minimisation (Arjovsky, Bottou, Gulrajani & Lopez-Paz 2019, arXiv:1907.02893, IRMv1).
 *
 *   min over F, G of   1/S Σ_d R_d + λ·1/S Σ_d ‖∇_s R_d(s·G(F(x_d)))|_{s=1}‖²
 *
 * R_d mean cross-entropy on domain d; the gradient's norm as in `losses/invariant-risk.ts`, from two halves of the rows. x [S·n,H,W,3],
 * y [S·n]; F features [·,D], G label head [·,K]. λ is 1 at first, then `penaltyWeight`, with a fresh optimizer, as in DomainBed.
 *
 * Deviation: λ is 1 where DomainBed has 100. Its trainings take 5,000 steps of 64 images a domain; in short ones, with a dozen images a
 * domain, a hundred times the two halves' noise drowns the class loss and unlearns what was learnt before the penalty set in.
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { invariantRiskPenalty } from '../losses/invariant-risk'
import { defineMethod } from './method'
import { latePenaltyAt, latePenaltyPhases, penaltyFromParam } from './shared/late-penalty'
import { sharesOf, sourcesOf } from './shared/source-shares'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const irm = defineMethod({
  id: 'irm',
  label: 'IRM',
  family: 'generalization',
  summary: 'Looks for features on which the same classifier is best in every source domain.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'Invariant Risk Minimization',
    authors: 'Arjovsky, Bottou, Gulrajani, Lopez-Paz',
    year: 2019,
    url: 'https://arxiv.org/abs/1907.02893',
  },
  params: trainingParams.extend({
    penaltyWeight: z
      .number()
      .min(0)
      .max(1e6)
      .default(1)
      .meta({
        title: 'Penalty λ',
        scale: 'log',
        draw: { from: 0.1, to: 1e5, scale: 'log' },
        description: 'Weight of the invariance penalty once it has set in; 0 is ERM. DomainBed: 100, in trainings of 5,000 steps.',
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
      schedules: (progress) => ({ penaltyWeight: latePenaltyAt(progress, { ...params, weight: params.penaltyWeight }) }),
      objective({ source }, { penaltyWeight }) {
        const logits = head.forward(features.forward(source.x, training), training)
        const classLoss = crossEntropy(logits, source.y, params)
        const labels = sharesOf(source.y, sources)
        const penalties = sharesOf(logits, sources).map((own, domain) => invariantRiskPenalty(own, labels[domain], 'halves'))
        const penalty = tf.mean(tf.stack(penalties))
        return { loss: tf.add(classLoss, tf.mul(penalty, penaltyWeight)), metrics: { classLoss, penalty: tf.squeeze(penalty) } }
      },
    })
  },
})
