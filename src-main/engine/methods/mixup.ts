/**
 * Mixup between source domains (Zhang et al., ICLR 2018, arXiv:1710.09412; for generalization: Wang, Li & Kot, ICASSP 2020,
 * arXiv:2008.13360, as in DomainBed).
 *
 *   min over F, G of   1/S Σ_d [λ_d·CE(z_d, y_d) + (1 − λ_d)·CE(z_d, y_e)],   z_d = G(F(λ_d·x_d + (1 − λ_d)·x_e))
 *
 * e follows d in an order of the domains that each step draws, λ_d ~ Beta(α, α) for each pair (`losses/mixup.ts`). x [S·n,H,W,3],
 * y [S·n]; F features [·,D], G label head [·,K]. Each pair passes by itself.
 */
import { z } from 'zod'
import { detached } from '../backend/detached'
import { type Scalar, type Tensor1D, type Tensor4D, tf } from '../backend/tensorflow'
import { mixup as mixSides } from '../losses/mixup'
import { createDraws } from '../nn/draws'
import { prefixNames } from '../nn/variables'
import { defineMethod } from './method'
import { rowsInOrder, sharesOf, sourcesOf } from './shared/source-shares'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const mixup = defineMethod({
  id: 'mixup',
  label: 'Mixup',
  family: 'generalization',
  summary: 'Trains on blends of images of two source domains, with both labels.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'mixup: Beyond Empirical Risk Minimization',
    authors: 'Zhang, Cissé, Dauphin, Lopez-Paz',
    year: 2018,
    url: 'https://arxiv.org/abs/1710.09412',
  },
  params: trainingParams.extend({
    mixupAlpha: z
      .number()
      .min(0.05)
      .max(10)
      .default(0.2)
      .meta({
        title: 'Blend α',
        scale: 'log',
        draw: { from: 0.1, to: 10, scale: 'log' },
        description: 'Shape of the blend’s distribution: near 0 hardly any blending, 1 every share alike, above mostly halves.',
      }),
  }),
  needsPixels: true,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const sources = sourcesOf(context)
    const draws = createDraws(context.random.fork('mixup'))
    return createTrainedSession({
      parts: { features, head },
      params,
      kept: prefixNames('mixup', [draws.variable]),
      objective({ source }) {
        const [order, lambdas] = [draws.permutation(sources), draws.beta(sources, params.mixupAlpha)]
        const rows = rowsInOrder(order, source.y.shape[0])
        const x = sharesOf(
          detached(() => tf.gather(source.x, rows) as Tensor4D),
          sources,
        )
        const y = sharesOf(
          detached(() => tf.gather(source.y, rows) as Tensor1D),
          sources,
        )
        const losses = x.map((own, at) => {
          const next = (at + 1) % sources
          const lambda: Scalar = tf.reshape(tf.slice(lambdas, at, 1), [])
          const logitsOf = (images: Tensor4D) => head.forward(features.forward(images, training), training)
          return mixSides({ x: own, y: y[at] }, { x: x[next], y: y[next] }, { lambda, logitsOf })
        })
        const loss = tf.mean<Scalar>(tf.stack(losses))
        return { loss, metrics: { classLoss: loss } }
      },
    })
  },
})
