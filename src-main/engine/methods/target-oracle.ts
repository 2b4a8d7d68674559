/**
 * Target oracle: supervised training on the target's own labels, the "train on target" of Ganin et al. (2016). The upper
 * reference; its label reads go through the ledger.
 *
 *   min  1/B Σᵢ −log softmax(G(F(xᵢ)))[yᵢ]     x, y from the target's training images
 *
 * F features [B,D], G label head [B,K]. The source only sets the number of steps and the input normalisation, so that the
 * network is the one the other methods train.
 */
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod } from './method'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const targetOracle = defineMethod({
  id: 'target-oracle',
  label: 'Target oracle',
  family: 'reference',
  summary: 'Trains on the target’s own labels: about the best the target could get. A yardstick, never a result.',
  needs: { sources: 'one', target: 'fenced-labels', start: 'backbone' },
  paper: null,
  params: trainingParams,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ fenced }) {
        if (fenced === undefined) throw new Error('target-oracle: the batch has no fenced target labels')
        const logits = head.forward(features.forward(fenced.x, training), training)
        const loss = crossEntropy(logits, fenced.y, params)
        return { loss, metrics: { classLoss: loss } }
      },
    })
  },
})
