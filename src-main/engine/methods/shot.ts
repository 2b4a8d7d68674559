/**
 * SHOT, source hypothesis transfer (Liang, Hu & Feng, ICML 2020, arXiv:2002.08546): after training on the source, its images are never
 * looked at again.
 *
 *   source   min over F, G of   L_y(G(F(x_s)), y_s), labels smoothed
 *   target   min over F of      H̄(p) − H(p̄) + β·L_y(G(F(x_t)), ŷ),   p = softmax(G(F(x_t))), G frozen
 *
 * H̄ − H is information maximisation (`losses/information-maximization.ts`); ŷ are pseudo-labels from class centroids
 * (`self-training/centroid-labels.ts`), found anew before every epoch. x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F features [·,D],
 * G label head [·,K].
 *
 * Deviations: the features of the run's backbone stand for the paper's bottleneck layer, and its head, which ends in a plain linear
 * layer, for the weight-normalised one. One set of running statistics, which the target moves once its turn has come, as in the
 * reference code. The frozen head normalises with the statistics it has.
 */
import { z } from 'zod'
import { type Tensor1D, tf } from '../backend/tensorflow'
import { softmaxRows } from '../evaluation/validators/softmax'
import { crossEntropy } from '../losses/cross-entropy'
import { informationMaximization } from '../losses/information-maximization'
import { createVariable } from '../nn/variables'
import { centroidLabels } from '../self-training/centroid-labels'
import { defineMethod } from './method'
import { targetOf } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { labelSmoothingParam, trainingParams } from './shared/training-params'

const training = { training: true }
const frozen = { training: false }

export const shot = defineMethod({
  id: 'shot',
  label: 'SHOT',
  family: 'self-training',
  summary: 'Trains on the source once, then fits the features to the target without ever seeing the source again.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Do We Really Need to Access the Source Data? Source Hypothesis Transfer for Unsupervised Domain Adaptation',
    authors: 'Liang, Hu, Feng',
    year: 2020,
    url: 'https://arxiv.org/abs/2002.08546',
  },
  params: trainingParams.extend({
    labelSmoothing: labelSmoothingParam(0.1),
    sourcePart: z.number().min(0.1).max(0.9).default(0.5).meta({
      title: 'Source part',
      description: 'Share of training spent on the source before the target’s turn.',
    }),
    pseudoLabelWeight: z.number().min(0).max(10).default(0.3).meta({
      title: 'Pseudo-label weight β',
      description: 'Weight of the pseudo-labels beside information maximisation; 0.1 for digits and 0.3 elsewhere in the paper.',
    }),
    smallestClass: z.number().int().min(0).max(1000).default(0).meta({
      title: 'Smallest class',
      unit: 'images',
      description: 'A class with this many predictions or fewer gets no pseudo-labels.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const labels = createVariable('pseudo-label', tf.zeros([context.images.target], 'int32'), 'table')
    return createTrainedSession({
      parts: { features, head },
      params,
      phases: [
        { name: 'source', until: params.sourcePart },
        { name: 'target', until: 1, trains: ['features'] },
      ],
      kept: [labels],
      async beforeEpoch({ phase, target, predict, features: extract }) {
        if (phase !== 'target' || target === null) return
        const logits = await predict(target, 'target')
        const all = await extract(target, 'target')
        const matrix = { features: all, count: target.count, dimensions: all.length / target.count }
        const found = centroidLabels(matrix, softmaxRows(logits, context.classes), {
          distance: 'cosine',
          threshold: params.smallestClass,
        })
        tf.tidy(() => labels.variable.assign(tf.tensor1d(found.labels, 'int32')))
      },
      objective(batch, _, phase) {
        if (phase === 'source') {
          const { x, y } = batch.source
          const classLoss = crossEntropy(head.forward(features.forward(x, training), training), y, params)
          return { loss: classLoss, metrics: { classLoss } }
        }
        const { x, index } = targetOf(batch)
        const logits = head.forward(features.forward(x, training), frozen)
        const { loss: information } = informationMaximization(logits)
        const classLoss = crossEntropy(logits, tf.gather(labels.variable, index) as Tensor1D)
        return {
          loss: tf.add(information, tf.mul(classLoss, params.pseudoLabelWeight)),
          metrics: { classLoss, informationLoss: information },
        }
      },
    })
  },
})
