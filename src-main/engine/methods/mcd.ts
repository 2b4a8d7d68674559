/**
 * MCD, maximum classifier discrepancy (Saito et al., CVPR 2018, arXiv:1712.02560, eqs. 3 to 6). Each step makes three updates on
 * its batch, the last one n times:
 *
 *   A  min over F, G₁, G₂ of   L_y(G₁) + L_y(G₂)
 *   B  min over G₁, G₂ of      L_y(G₁) + L_y(G₂) − d(G₁(F(x_t)), G₂(F(x_t)))
 *   C  min over F of           d(G₁(F(x_t)), G₂(F(x_t)))
 *
 * L_y mean cross-entropy on x_s, y_s; d the mean |p₁ − p₂| of `losses/classifier-discrepancy.ts`. x_s [B,H,W,3], y_s [B],
 * x_t [B',H,W,3]; F features [·,D], G₁, G₂ label logits [·,K]. G₁ predicts.
 *
 * The paper takes n from 2 to 4. The default is 1: with Adam at 0.001 more of them glue the classifiers together within a few
 * epochs, and neither finds anything more to disagree on. The balance term is what its authors add on large sets, to every update. Deviations:
 * each of the three updates has an optimizer of its own. Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { classBalance, classifierDiscrepancy } from '../losses/classifier-discrepancy'
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod, type LabelledBatch, type UnlabelledBatch } from './method'
import { onSource, onTarget, targetOf } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const mcd = defineMethod({
  id: 'mcd',
  label: 'MCD',
  family: 'adversarial',
  summary: 'Two classifiers look for target images that they disagree on, and the features learn to leave none.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Maximum Classifier Discrepancy for Unsupervised Domain Adaptation',
    authors: 'Saito, Watanabe, Ushiku, Harada',
    year: 2018,
    url: 'https://arxiv.org/abs/1712.02560',
  },
  params: trainingParams.extend({
    featureUpdates: z.number().int().min(1).max(10).default(1).meta({
      title: 'Feature updates n',
      description: 'How often a step lets the features bring the two classifiers together.',
    }),
    balanceWeight: z.number().min(0).max(1).default(0).meta({
      title: 'Class balance',
      description: 'Weight of a term that asks for all classes to be predicted alike often; 0.01 on large sets.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const [head, second] = [createHead(context.classes), createHead(context.classes)]
    const classLossOf = ({ x, y }: LabelledBatch): Scalar => {
      const f = features.forward(x, onSource)
      return tf.add(crossEntropy(head.forward(f, onSource), y, params), crossEntropy(second.forward(f, onSource), y, params))
    }
    const balanceOf = (logits: readonly Tensor2D[]): Scalar =>
      tf.mul(tf.add<Scalar>(classBalance(logits[0]), classBalance(logits[1])), params.balanceWeight)
    const targetLogits = ({ x }: UnlabelledBatch): [Tensor2D, Tensor2D] => {
      const f = features.forward(x, onTarget)
      return [head.forward(f, onTarget), second.forward(f, onTarget)]
    }
    return createTrainedSession({
      parts: { features, head, second },
      params,
      statisticsByDomain: 'features-and-head',
      phases: [
        {
          name: 'all',
          until: 1,
          turns: [
            { name: 'classes' },
            { name: 'classifiers', trains: ['head', 'second'] },
            { name: 'features', trains: ['features'], times: params.featureUpdates },
          ],
        },
      ],
      objective(batch, _, turn) {
        const logits = targetLogits(targetOf(batch))
        const balance = balanceOf(logits)
        if (turn === 'features') {
          const discrepancy = classifierDiscrepancy(...logits)
          return { loss: tf.add(discrepancy, balance), metrics: { discrepancy } }
        }
        const classLoss = classLossOf(batch.source)
        const loss = tf.add<Scalar>(classLoss, balance)
        if (turn === 'classes') return { loss, metrics: { classLoss } }
        return { loss: tf.sub(loss, classifierDiscrepancy(...logits)), metrics: {} }
      },
    })
  },
})
