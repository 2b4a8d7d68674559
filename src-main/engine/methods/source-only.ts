/**
 * Source-only: supervised training on the source, no adaptation. The lower reference of every comparison.
 *
 *   min  1/B Σᵢ −log softmax(G(F(xᵢ)))[yᵢ]     x, y from the source
 *
 * F features [B,D], G label head [B,K]. Uses nothing of the target, not even its pixel statistics.
 */
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod } from './method'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const sourceOnly = defineMethod({
  id: 'source-only',
  label: 'Source only',
  family: 'reference',
  summary: 'Trains on the labelled source alone: what the target gets without adaptation.',
  needs: { sources: 'one', target: 'none', start: 'backbone' },
  paper: null,
  params: trainingParams,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const logits = head.forward(features.forward(source.x, training), training)
        const loss = crossEntropy(logits, source.y, params)
        return { loss, metrics: { classLoss: loss } }
      },
    })
  },
})
