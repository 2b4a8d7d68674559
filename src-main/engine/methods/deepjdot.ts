/**
 * DeepJDOT, deep joint distribution optimal transport (Damodaran et al., ECCV 2018, arXiv:1803.10081, eq. 6).
 *
 *   min over F, G of   L_y(G(F(x_s)), y_s) + Σᵢⱼ γᵢⱼ·(α·‖F(x_sᵢ) − F(x_tⱼ)‖² + λ·L(G(F(x_tⱼ)), y_sᵢ))
 *
 * γ the exact coupling of least cost between the batches, computed on the host before each step from the network in inference
 * mode and held constant in it; L and L_y cross-entropies (`losses/joint-transport.ts`). x_s [B,H,W,3], y_s [B], x_t [B',H,W,3];
 * F features [·,D], G label logits [·,K].
 *
 * α 0.001 and λ 0.0001 are the paper's for digits. Deviations: the coupling is that of the cost above, as the paper states it; its
 * authors' code couples by the squared distance of the probabilities. Domains pass as `shared/domain-passes.ts` says.
 */
import { z } from 'zod'
import { type Tensor2D, tf } from '../backend/tensorflow'
import { uniformCoupling } from '../losses/coupling/uniform-coupling'
import { jointTransport, transportCost } from '../losses/joint-transport'
import type { Pass } from '../nn/network'
import { defineMethod, type StepBatch } from './method'
import { onSource, onTarget, passDomains, targetOf } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const deepjdot = defineMethod({
  id: 'deepjdot',
  label: 'DeepJDOT',
  family: 'discrepancy',
  summary: 'Pairs source and target images by optimal transport, and brings features and labels of each pair together.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'DeepJDOT: Deep Joint Distribution Optimal Transport for Unsupervised Domain Adaptation',
    authors: 'Damodaran, Kellenberger, Flamary, Tuia, Courty',
    year: 2018,
    url: 'https://arxiv.org/abs/1803.10081',
  },
  params: trainingParams.extend({
    featureWeight: z.number().min(0).max(100).default(0.001).meta({
      title: 'Feature weight α',
      description: 'Weight of the squared distance between the features of a pair.',
    }),
    labelWeight: z.number().min(0).max(100).default(0.0001).meta({
      title: 'Label weight λ',
      description: 'Weight of the source label’s loss on the target image of a pair.',
    }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const weights = { alpha: params.featureWeight, lambda: params.labelWeight }
    const costOf = ({ source, target }: { source: Tensor2D; target: Tensor2D }, y: StepBatch['source']['y'], targetPass: Pass) =>
      transportCost({ source: { features: source, y }, target: { features: target, logits: head.forward(target, targetPass) } }, weights)
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      beforeStep(batch) {
        const cost = tf.tidy(() => {
          const source = features.forward(batch.source.x, { ...onSource, training: false })
          const target = features.forward(targetOf(batch).x, { ...onTarget, training: false })
          return costOf({ source, target }, batch.source.y, { ...onTarget, training: false })
        })
        try {
          return { coupling: tf.tensor2d(uniformCoupling(cost.dataSync(), ...cost.shape), cost.shape) }
        } finally {
          cost.dispose()
        }
      },
      objective(batch) {
        const { sourceFeatures: source, classLoss, targetFeatures: target } = passDomains({ features, head }, batch, params)
        const transportLoss = jointTransport(batch.host?.coupling as Tensor2D, costOf({ source, target }, batch.source.y, onTarget))
        return { loss: tf.add(classLoss, transportLoss), metrics: { classLoss, transportLoss } }
      },
    })
  },
})
