/**
 * CCSA, classification and contrastive semantic alignment (Motiian et al., ICCV 2017, arXiv:1709.10190).
 *
 *   min over F, G of   (1 − γ)·L_y(G(F(x_s)), y_s) + γ·[ ½·mean‖F(x_s) − F(x_t)‖² over pairs with y_s = y_t
 *                                                     + ½·mean max(0, m − ‖F(x_s) − F(x_t)‖)² over pairs with y_s ≠ y_t ]
 *
 * L_y mean cross-entropy; pairs are all of a source and a labelled target image in the batches. x_s [B,H,W,3], x_t [B',H,W,3];
 * F features [·,D], scaled to length 1 before they are compared, G label head [·,K].
 *
 * Deviations: the paper forms pairs ahead and keeps three different ones to one alike; here every pair of a batch counts, and the two
 * means keep the many different ones from deciding. Features are scaled to length 1, which makes one margin fit every network.
 * The target's own labels train the head as well (`targetWeight`), which the paper's two streams leave to the shared features.
 * Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { semanticAlignment } from '../losses/contrastive'
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod } from './method'
import { onSource, onTarget } from './shared/domain-passes'
import { fewOf, shotsParam } from './shared/few-label-params'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const ccsa = defineMethod({
  id: 'ccsa',
  label: 'CCSA',
  family: 'supervised',
  summary: 'Draws target images towards source images of their class and keeps other classes at a distance.',
  needs: { sources: 'one', target: 'few-labels', start: 'backbone' },
  paper: {
    title: 'Unified Deep Supervised Domain Adaptation and Generalization',
    authors: 'Motiian, Piccirilli, Adjeroh, Doretto',
    year: 2017,
    url: 'https://arxiv.org/abs/1709.10190',
  },
  params: trainingParams.extend({
    shots: shotsParam,
    alignmentWeight: z.number().min(0).max(1).default(0.25).meta({
      title: 'Alignment γ',
      description: 'Share of the alignment in the loss; 0 leaves the classification losses.',
    }),
    margin: z.number().min(0).max(2).default(1).meta({
      title: 'Margin m',
      description: 'Distance at which two classes are far enough apart; features have length 1, so 2 is the farthest.',
    }),
    targetWeight: z.number().min(0).max(1).default(0.5).meta({
      title: 'Target weight',
      description: 'Share of the labelled target images in the classification loss; 0 is the paper’s.',
    }),
  }),
  shots: ({ shots }) => shots,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      objective(batch) {
        const { source } = batch
        const few = fewOf(batch)
        const [sourceFeatures, targetFeatures] = [features.forward(source.x, onSource), features.forward(few.x, onTarget)]
        const classLoss = crossEntropy(head.forward(sourceFeatures, onSource), source.y, params)
        const targetLoss = crossEntropy(head.forward(targetFeatures, onTarget), few.y, params)
        const alignmentLoss = semanticAlignment(
          { features: unitRows(sourceFeatures), y: source.y },
          { features: unitRows(targetFeatures), y: few.y },
          params.margin,
        )
        const classification = tf.add<Scalar>(tf.mul(classLoss, 1 - params.targetWeight), tf.mul(targetLoss, params.targetWeight))
        const loss = tf.add<Scalar>(tf.mul(classification, 1 - params.alignmentWeight), tf.mul(alignmentLoss, params.alignmentWeight))
        return { loss, metrics: { classLoss, targetLoss, alignmentLoss } }
      },
    })
  },
})

/** f/‖f‖ for each row; a row of zeros stays. */
function unitRows(features: Tensor2D): Tensor2D {
  const squares = tf.sum(tf.square(features), 1, true)
  return tf.div(features, tf.sqrt(tf.maximum(squares, 1e-12)))
}
