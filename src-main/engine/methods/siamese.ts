/**
 * Siamese networks (Hadsell, Chopra & LeCun, CVPR 2006; for new classes from single examples: Koch, Zemel & Salakhutdinov, ICML deep
 * learning workshop 2015): features in which images of one class lie together and those of different classes a margin apart.
 *
 *   min over F   mean over pairs of y·D² + (1 − y)·max(m − D, 0)²,   D = ‖f(x₁) − f(x₂)‖,  f(x) = F(x)/‖F(x)‖
 *
 * (`losses/contrastive.ts`.) A batch is an episode of N classes with K + K images each; every image of the first K is paired with one of
 * its own class and with one of the next class: x [N·2K,H,W,3], class by class. A new image has the class of the nearest support image,
 * or none where even that is farther than the threshold.
 *
 * Deviations: features of unit length, so that the margin means the same whatever the backbone; Koch et al. train a weighted distance
 * with cross-entropy, here it is Hadsell et al.'s loss. The training classes have running means as the head, as in prototypical networks.
 */
import { z } from 'zod'
import { type Rank, type Tensor2D, tf } from '../backend/tensorflow'
import { contrastive } from '../losses/contrastive'
import { extendFeatures } from '../nn/extend-features'
import { defineMethod } from './method'
import { codeHead } from './shared/code-head'
import { episodeParams } from './shared/episode-params'
import { followPrototypes } from './shared/running-prototypes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

/** Keeps the length of a zero row differentiable. */
const shortest = 1e-6

const unitLength = {
  variables: [],
  forward: (x: Tensor2D): Tensor2D => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), shortest))),
}

export const siamese = defineMethod({
  id: 'siamese',
  label: 'Siamese network',
  family: 'few-shot',
  summary: 'Learns from pairs whether two images are of one class, and gives a new image the class of the most alike one.',
  needs: { sources: 'one', target: 'none', start: 'backbone' },
  paper: {
    title: 'Siamese Neural Networks for One-shot Image Recognition',
    authors: 'Koch, Zemel, Salakhutdinov',
    year: 2015,
    url: 'https://www.cs.cmu.edu/~rsalakhu/papers/oneshot1.pdf',
  },
  params: trainingParams.extend({
    ...episodeParams,
    margin: z.number().min(0.1).max(2).default(1).meta({
      title: 'Margin m',
      description: 'Distance from which different classes are apart enough; lengths are 1, so 2 is the largest there is.',
    }),
    threshold: z.number().min(0.01).max(2).default(0.5).meta({
      title: 'Same-class distance',
      description:
        'Two images nearer than this are taken to be of one class; an image farther from all named classes is of none. Half the margin lies between both kinds of pairs.',
    }),
  }),
  fewShot: ({ ways, shots, queries, trainWays, episodes, threshold }) => ({
    training: { ways: trainWays, shots, queries: shots },
    evaluation: { ways, shots, queries, episodes },
    compares: 'nearest',
    sameWithin: threshold,
  }),
  start(context, params) {
    const backbone = context.createBackbone().features
    const features = extendFeatures(backbone, { name: 'unit-length', block: unitLength, featureSize: backbone.featureSize })
    const head = codeHead(context.classes, features.featureSize)
    const each = params.shots
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const all = features.forward(source.x, { training: true })
        const [ways, width] = [all.shape[0] / (2 * each), features.featureSize]
        const byClass = tf.reshape<Rank.R3>(all, [ways, 2 * each, width])
        const rows = (from: number): Tensor2D => tf.reshape(tf.slice(byClass, [0, from, 0], [ways, each, width]), [-1, width])
        const [anchors, alike] = [rows(0), rows(each)]
        // The class after each, the first after the last.
        const different = tf.concat([tf.slice(alike, each), tf.slice(alike, 0, each)], 0) as Tensor2D
        const same = tf.concat([tf.ones<Rank.R1>([ways * each]), tf.zeros<Rank.R1>([ways * each])])
        const classLoss = contrastive(tf.concat([anchors, anchors], 0), tf.concat([alike, different], 0), same, params.margin)
        followPrototypes(head, all, source.y)
        return { loss: classLoss, metrics: { classLoss } }
      },
    })
  },
})
