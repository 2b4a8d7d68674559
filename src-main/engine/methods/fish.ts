/**
 * Fish, inter-domain gradient matching (Shi, Seely, Torr, Siddharth, Hannun, Usunier & Synnaeve, ICLR 2022, arXiv:2104.09937, algorithm 1).
 *
 *   θ̃ ← θ;  for d in a random order of the source domains: θ̃ ← θ̃ − α·∇R_d(θ̃);   θ ← θ + ε·(θ̃ − θ)
 *
 * R_d mean cross-entropy on domain d. To first order this also raises the inner products of the domains' gradients. x [S·n,H,W,3],
 * y [S·n]. The inner updates are the run's optimizer's, which keeps its memory between steps as in DomainBed; running
 * statistics simply follow the inner passes.
 */
import { z } from 'zod'
import { assign } from '../backend/assign'
import { type Tensor, type Tensor1D, type Tensor4D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { createDraws } from '../nn/draws'
import { prefixNames } from '../nn/variables'
import { defineMethod, type LabelledBatch, type Session } from './method'
import { rowsInOrder, sharesOf, sourcesOf } from './shared/source-shares'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

const training = { training: true }

export const fish = defineMethod({
  id: 'fish',
  label: 'Fish',
  family: 'generalization',
  summary: 'Takes a step in each source domain in turn, then goes part of the way: towards where their gradients agree.',
  needs: { sources: 'many', target: 'none', start: 'backbone' },
  paper: {
    title: 'Gradient Matching for Domain Generalization',
    authors: 'Shi, Seely, Torr, Siddharth, Hannun, Usunier, Synnaeve',
    year: 2022,
    url: 'https://arxiv.org/abs/2104.09937',
  },
  params: trainingParams.extend({
    metaRate: z
      .number()
      .min(0.01)
      .max(1)
      .default(0.5)
      .meta({
        title: 'Outer rate ε',
        draw: { from: 0.05, to: 0.5, scale: 'linear' },
        description: 'Part of the way to the end of the inner steps that is gone; 1 is training on one domain after the other.',
      }),
  }),
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const sources = sourcesOf(context)
    const draws = createDraws(context.random.fork('fish'))
    const inner = createTrainedSession({
      parts: { features, head },
      params,
      kept: prefixNames('fish', [draws.variable]),
      objective({ source }) {
        const loss = crossEntropy(head.forward(features.forward(source.x, training), training), source.y, params)
        return { loss, metrics: { classLoss: loss } }
      },
    })
    const trained = inner.weights.flatMap((name) => inner.state.get(name) ?? []).filter(({ trainable }) => trainable)
    const session: Session = {
      ...inner,
      step: (batch, schedules, phase) =>
        tf.tidy(() => {
          const before: Tensor[] = trained.map((variable) => tf.clone(variable as Tensor))
          const losses = inOrder(batch.source).map((source) => inner.step({ source }, schedules, phase).classLoss)
          for (const [at, variable] of trained.entries()) {
            assign(variable, () => tf.add(before[at], tf.mul(tf.sub(variable as Tensor, before[at]), params.metaRate)))
          }
          return { classLoss: tf.mean(tf.stack(losses)) }
        }),
    }
    return session

    function inOrder({ x, y, index }: LabelledBatch): LabelledBatch[] {
      const rows = rowsInOrder(draws.permutation(sources), y.shape[0])
      const images = sharesOf(tf.gather(x, rows) as Tensor4D, sources)
      const [labels, indices] = [y, index].map((one) => sharesOf(tf.gather(one, rows) as Tensor1D, sources))
      return images.map((own, at) => ({ x: own, y: labels[at], index: indices[at] }))
    }
  },
})
