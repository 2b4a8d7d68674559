/**
 * Fine-tuning: trains on the source, then goes on with a few labelled target images (Yosinski et al., NeurIPS 2014).
 *
 *   first   min  1/B Σᵢ −log softmax(G(F(xᵢ)))[yᵢ]     x, y from the source
 *   then    the same from the target's labelled images, at the rate times ρ
 *
 * F features [B,D], G label head [B,K]. The second part begins at the share of training that `sourcePart` names and has an optimizer of
 * its own. Nothing is frozen. One set of running statistics: the target moves it, as fine-tuning does, so the source's accuracy is
 * that of the fine-tuned network.
 */
import { z } from 'zod'
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod } from './method'
import { fewOf, shotsParam } from './shared/few-label-params'
import { learningRateAt } from './shared/schedules'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const fineTune = defineMethod({
  id: 'fine-tune',
  label: 'Fine-tuning',
  family: 'supervised',
  summary: 'Trains on the source, then on a few labelled target images: what a few labels are worth.',
  needs: { sources: 'one', target: 'few-labels', start: 'backbone' },
  paper: {
    title: 'How transferable are features in deep neural networks?',
    authors: 'Yosinski, Clune, Bengio, Lipson',
    year: 2014,
    url: 'https://arxiv.org/abs/1411.1792',
  },
  params: trainingParams.extend({
    shots: shotsParam,
    sourcePart: z.number().min(0.1).max(0.9).default(0.5).meta({
      title: 'Source part',
      description: 'Share of training spent on the source before the target’s turn.',
    }),
    targetRate: z.number().min(0.01).max(1).default(0.3).meta({
      title: 'Rate on the target',
      description: 'What the learning rate is multiplied with on the target; small keeps more of the source.',
    }),
  }),
  shots: ({ shots }) => shots,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      phases: [
        { name: 'source', until: params.sourcePart },
        { name: 'target', until: 1 },
      ],
      schedules: (progress) => {
        const rate = learningRateAt(progress, params)
        return { learningRate: progress < params.sourcePart ? rate : rate * params.targetRate }
      },
      objective(batch, _, phase) {
        const { x, y } = phase === 'source' ? batch.source : fewOf(batch)
        const loss = crossEntropy(head.forward(features.forward(x, training), training), y, params)
        return { loss, metrics: { classLoss: loss } }
      },
    })
  },
})
