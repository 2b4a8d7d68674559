/**
 * Prototypical networks (Snell, Swersky & Zemel, NeurIPS 2017, arXiv:1703.05175, eqs. 1 and 2, algorithm 1): features in which a class
 * lies around the mean of a few of its images, whichever class it is.
 *
 *   min over F   mean over queries of −log softmax(−‖F(x) − c_k‖²)[k = y],   c_k = mean of F over the support images of class k
 *
 * A batch is an episode of N classes with K support and Q query images each: x [N·(K+Q),H,W,3], class by class. New classes are
 * recognised in the same way from their own support. The training classes have running prototypes as the head, for the source accuracy
 * alone: it trains nothing.
 */
import { type Rank, type Tensor2D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { prototypeLogits } from '../losses/prototypes'
import { defineMethod } from './method'
import { codeHead } from './shared/code-head'
import { episodeParams } from './shared/episode-params'
import { followPrototypes } from './shared/running-prototypes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

export const prototypical = defineMethod({
  id: 'prototypical',
  label: 'Prototypical network',
  family: 'few-shot',
  summary: 'Learns to recognise classes by the mean of a few images, and meets new classes with a few images of each.',
  needs: { sources: 'one', target: 'none', start: 'backbone' },
  paper: {
    title: 'Prototypical Networks for Few-shot Learning',
    authors: 'Snell, Swersky, Zemel',
    year: 2017,
    url: 'https://arxiv.org/abs/1703.05175',
  },
  params: trainingParams.extend(episodeParams),
  fewShot: ({ ways, shots, queries, trainWays, episodes }) => ({
    training: { ways: trainWays, shots, queries },
    evaluation: { ways, shots, queries, episodes },
    compares: 'prototypes',
  }),
  start(context, params) {
    const { features } = context.createBackbone()
    const head = codeHead(context.classes, features.featureSize)
    const each = params.shots + params.queries
    return createTrainedSession({
      parts: { features, head },
      params,
      objective({ source }) {
        const all = features.forward(source.x, { training: true })
        const [ways, width] = [all.shape[0] / each, features.featureSize]
        const byClass = tf.reshape<Rank.R3>(all, [ways, each, width])
        const support = tf.slice(byClass, [0, 0, 0], [ways, params.shots, width])
        const queries: Tensor2D = tf.reshape(tf.slice(byClass, [0, params.shots, 0], [ways, params.queries, width]), [-1, width])
        const y = tf.tensor1d(
          Array.from({ length: ways * params.queries }, (_, row) => Math.floor(row / params.queries)),
          'int32',
        )
        const logits = prototypeLogits(support, queries)
        const classLoss = crossEntropy(logits, y, params)
        followPrototypes(head, all, source.y)
        const right = tf.cast(tf.equal(tf.argMax(logits, 1), y), 'float32')
        return { loss: classLoss, metrics: { classLoss, episodeAccuracyPct: tf.mul(tf.mean(right), 100) } }
      },
    })
  },
})
