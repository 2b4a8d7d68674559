/**
 * MixStyle (Zhou, Yang, Qiao & Xiang, ICLR 2021, arXiv:2104.02008, eqs. 3 to 6): in half of the steps every image keeps its content and
 * takes a style between its own and that of another image of the batch.
 *
 *   min over F, G of   1/S Σ_d 1/n Σᵢ −log softmax(G(F̃(x_di)))[y_di]
 *
 * F̃ is F with `nn/mix-style.ts` over the maps of its first stage, λ ~ Beta(α, α) for each image. x [S·n,H,W,3], y [S·n]; F features
 * [·,D], G label head [·,K].
 *
 * The partner is any image of the batch ("random shuffle"); the batch holds equal shares of the domains. Deviations: after the first
 * stage only, where the paper also mixes after the second; in a perceptron over pixels, the normalised image is the map.
 */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { detached } from '../backend/detached'
import { type Tensor1D, type Tensor4D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { createDraws } from '../nn/draws'
import { mixStyle } from '../nn/mix-style'
import { prefixNames } from '../nn/variables'
import { defineMethod } from './method'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const mixstyle = defineMethod({
  id: 'mixstyle',
  label: 'MixStyle',
  family: 'generalization',
  summary: 'Exchanges part of the contrast and colour of early feature maps between images, so that styles never seen matter less.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'Domain Generalization with MixStyle',
    authors: 'Zhou, Yang, Qiao, Xiang',
    year: 2021,
    url: 'https://arxiv.org/abs/2104.02008',
  },
  params: trainingParams.extend({
    styleAlpha: z
      .number()
      .min(0.05)
      .max(2)
      .default(0.1)
      .meta({
        title: 'Style α',
        scale: 'log',
        draw: { from: 0.1, to: 0.3, scale: 'linear' },
        description: 'Shape of the mix’s distribution: near 0 mostly one style or the other, 1 every share alike.',
      }),
    styleProbability: z.number().min(0).max(1).default(0.5).meta({
      title: 'Steps with mixing',
      description: 'Part of the steps in which styles are mixed; 0 is ERM.',
    }),
  }),
  needsPixels: true,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const draws = createDraws(context.random.fork('style'))
    return createTrainedSession({
      parts: { features, head },
      params,
      kept: prefixNames('style', [draws.variable]),
      objective({ source }) {
        const rows = source.y.shape[0]
        const { lambda, order } = drawStyles()
        let mixed = false
        const onEarlyMaps = (maps: Tensor4D): Tensor4D => {
          mixed = true
          return mixStyle(maps, { lambda, order })
        }
        const logits = head.forward(features.forward(source.x, { training: true, onEarlyMaps }), { training: true })
        if (!mixed) throw withoutMaps()
        const loss = crossEntropy(logits, source.y, params)
        return { loss, metrics: { classLoss: loss } }

        function drawStyles(): { readonly lambda: Tensor1D; readonly order: Tensor1D } {
          const kept = tf.cast(tf.greaterEqual(draws.uniform(1), params.styleProbability), 'float32')
          // A step without mixing leaves every image its own style: λ = 1.
          return {
            lambda: detached(() => tf.maximum(draws.beta(rows, params.styleAlpha), kept) as Tensor1D),
            order: detached(() => draws.permutation(rows)),
          }
        }
      },
    })
  },
})

function withoutMaps(): AppError {
  return new AppError(
    'invalid-input',
    'MixStyle has no early maps to mix in this backbone.',
    'Choose digits-cnn-bn, digits-cnn, resnet-bn or mlp.',
    'backbone',
  )
}
