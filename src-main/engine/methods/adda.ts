/**
 * ADDA, adversarial discriminative domain adaptation (Tzeng et al., CVPR 2017, arXiv:1702.05464, eq. 9), in two phases:
 *
 *   source       min over F_s, G of   L_y(G(F_s(x_s)), y_s)
 *   adversarial  min over D of        L_d(D(F_s(x_s)), 0) + L_d(D(F_t(x_t)), 1)
 *                min over F_t of      L_d(D(F_t(x_t)), 0)        with F_s and G held, F_t beginning as a copy of F_s
 *
 * L_y and L_d mean cross-entropies; a step of the second phase makes both updates, one after the other. x_s [B,H,W,3], y_s [B],
 * x_t [B',H,W,3]; F_s, F_t features [·,D], G label logits [·,K], D domain logits [·,2]. Source images are predicted by G∘F_s,
 * target images by G∘F_t; each extractor keeps its own running statistics.
 *
 * Deviations: D's loss is divided by 2, as in `losses/domain-adversarial.ts`. The part of the training that the first phase takes
 * is a parameter; the paper trains each phase to its end. The learning rate is the paper's for both phases: at 1e-3 the second one
 * oscillates.
 */
import { z } from 'zod'
import { assign } from '../backend/assign'
import { type Rank, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { domainAccuracyPct, domainAdversarial } from '../losses/domain-adversarial'
import { invertedLabel } from '../losses/inverted-label'
import type { FeatureExtractor, Pass } from '../nn/network'
import { defineMethod } from './method'
import { targetOf } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training: Pass = { training: true }
const inference: Pass = { training: false }

export const adda = defineMethod({
  id: 'adda',
  label: 'ADDA',
  family: 'adversarial',
  summary: 'Trains on the source first, then teaches a copy of its features to pass target images off as source images.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Adversarial Discriminative Domain Adaptation',
    authors: 'Tzeng, Hoffman, Saenko, Darrell',
    year: 2017,
    url: 'https://arxiv.org/abs/1702.05464',
  },
  params: trainingParams.extend({
    learningRate: trainingParams.shape.learningRate.default(2e-4),
    sourceShare: z.number().min(0.05).max(0.95).default(0.5).meta({
      title: 'Source phase',
      description: 'Part of the training that learns the source before adaptation begins.',
    }),
  }),
  start(context, params) {
    const { features, createHead, createDiscriminator } = context.createBackbone()
    const sourceFeatures = context.createBackbone().features
    const head = createHead(context.classes)
    const discriminator = createDiscriminator()
    return createTrainedSession({
      parts: { features, head, 'source-features': sourceFeatures, discriminator },
      params,
      extractorOf: (domain) => (domain === 'source' ? sourceFeatures : features),
      phases: [
        { name: 'source', until: params.sourceShare, trains: ['features', 'head'] },
        {
          name: 'adversarial',
          until: 1,
          turns: [
            { name: 'discriminate', trains: ['discriminator'] },
            { name: 'map', trains: ['features'] },
          ],
        },
      ],
      async beforeEpoch({ phase, phaseBegins }) {
        if (phase === 'adversarial' && phaseBegins) copyWeights(features, sourceFeatures)
      },
      objective(batch, _, turn) {
        const { source } = batch
        if (turn === 'source') {
          // So that source images are predicted in this phase too; the last update is copied when the next phase begins.
          copyWeights(features, sourceFeatures)
          const classLoss = crossEntropy(head.forward(features.forward(source.x, training), training), source.y, params)
          return { loss: classLoss, metrics: { classLoss } }
        }
        const targetLogits = discriminator.forward(features.forward(targetOf(batch).x, training), training)
        if (turn === 'map') {
          const mappingLoss = invertedLabel(targetLogits)
          return { loss: mappingLoss, metrics: { mappingLoss } }
        }
        const held = sourceFeatures.forward(source.x, training)
        const domains = { source: discriminator.forward(held, training), target: targetLogits }
        const domainLoss = domainAdversarial(domains)
        const classLoss = crossEntropy(head.forward(held, inference), source.y, params)
        return { loss: domainLoss, metrics: { classLoss, domainLoss, domainAccuracyPct: domainAccuracyPct(domains) } }
      },
    })
  },
})

/** Every value of one extractor into another of the same backbone. */
function copyWeights(from: FeatureExtractor, to: FeatureExtractor): void {
  to.variables.forEach(({ variable }, index) => {
    assign<Rank>(variable, () => tf.clone(from.variables[index].variable))
  })
}
