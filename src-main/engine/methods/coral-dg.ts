/**
 * CORAL between source domains (Sun & Saenko, ECCV workshops 2016, arXiv:1607.01719; for generalization as in DomainBed): the
 * covariances of the features of every two domains are brought together.
 *
 *   min over F, G of   1/S Σ_d R_d + λ·2/(S(S−1)) Σ_{d<e} CORAL(F(x_d), F(x_e))
 *
 * R_d mean cross-entropy on domain d; CORAL as in `losses/deep-coral.ts`. x [S·n,H,W,3], y [S·n]; F features [·,D], G label head [·,K].
 * Deviation: DomainBed also adds the distance of the means and divides by D² instead of 4D²; here as the paper has it, so λ = 4
 * weighs covariances as DomainBed's 1.
 */
import { tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { deepCoral } from '../losses/deep-coral'
import { overPairs } from '../losses/over-pairs'
import { defineMethod } from './method'
import { discrepancyWeight } from './shared/discrepancy-params'
import { sharesOf, sourcesOf } from './shared/source-shares'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const coralDg = defineMethod({
  id: 'coral-dg',
  label: 'CORAL over domains',
  family: 'generalization',
  summary: 'Brings the covariances of the features of all source domains together.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'Deep CORAL: Correlation Alignment for Deep Domain Adaptation',
    authors: 'Sun, Saenko',
    year: 2016,
    url: 'https://arxiv.org/abs/1607.01719',
  },
  params: trainingParams.extend({
    discrepancyWeight: discrepancyWeight({ weight: 4 }).meta({ draw: { from: 0.4, to: 40, scale: 'log' } }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const sources = sourcesOf(context)
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const all = features.forward(source.x, training)
        const classLoss = crossEntropy(head.forward(all, training), source.y, params)
        const discrepancy = overPairs(sharesOf(all, sources), deepCoral)
        return {
          loss: tf.add(classLoss, tf.mul(discrepancy, params.discrepancyWeight)),
          metrics: { classLoss, discrepancy },
        }
      },
    })
  },
})
