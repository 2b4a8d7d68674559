/**
 * ERM, empirical risk minimisation over several source domains (Vapnik 1998; as the baseline of generalization: Gulrajani & Lopez-Paz,
 * ICLR 2021, arXiv:2007.01434).
 *
 *   min  1/S Σ_d 1/n Σᵢ −log softmax(G(F(x_di)))[y_di]
 *
 * S source domains, n rows of each in a batch: x [S·n,H,W,3], y [S·n]; F features [·,D], G label head [·,K]. All rows pass together.
 * Unlike source-only on the same images, every domain counts alike, however many images it has. Uses nothing of the target.
 */
import { crossEntropy } from '../losses/cross-entropy'
import { defineMethod } from './method'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const erm = defineMethod({
  id: 'erm',
  label: 'ERM',
  family: 'generalization',
  summary: 'Trains on all source domains alike: the plain baseline, and a hard one to beat.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'In Search of Lost Domain Generalization',
    authors: 'Gulrajani, Lopez-Paz',
    year: 2021,
    url: 'https://arxiv.org/abs/2007.01434',
  },
  params: trainingParams,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const loss = crossEntropy(head.forward(features.forward(source.x, training), training), source.y, params)
        return { loss, metrics: { classLoss: loss } }
      },
    })
  },
})
