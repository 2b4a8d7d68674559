/**
 * LAME: parameter-free online test-time adaptation (Boudiaf et al., CVPR 2022, arXiv:2201.05718).
 *
 * The network is left alone; the batch's class probabilities are corrected so that images near each other in feature space
 * agree (`laplacian-adjustment.ts` has the objective). It cannot collapse, and gains most where neighbours in the stream share
 * a class; on well-mixed batches it gains little or loses. features [B,D], probabilities [B,K].
 */
import { z } from 'zod'
import { tf } from '../backend/tensorflow'
import { adjustedProbabilities, affinitiesOf } from './laplacian-adjustment'
import { asTrained, defineStreamMethod } from './stream-method'
import { createStreamSession } from './stream-session'

export const lame = defineStreamMethod({
  id: 'lame',
  label: 'LAME',
  summary: 'Corrects the predictions of a batch so that neighbours agree; no weight changes, made for correlated streams.',
  paper: {
    title: 'Parameter-Free Online Test-Time Adaptation',
    authors: 'Boudiaf, Mueller, Ben Ayed, Bertinetto',
    year: 2022,
    url: 'https://arxiv.org/abs/2201.05718',
  },
  params: z.strictObject({
    affinity: z.enum(['knn', 'rbf']).default('knn').meta({
      title: 'Affinity',
      description: 'Which images of a batch pull at each other: the k nearest alike, or all by their distance.',
    }),
    neighbours: z.number().int().min(1).max(64).default(5).meta({
      title: 'Neighbours k',
      unit: 'images',
      description: 'Nearest images of the batch that an image should agree with.',
    }),
    symmetric: z.boolean().default(false).meta({
      title: 'Symmetric affinity',
      description: 'Makes the pull mutual, as the paper’s bound assumes.',
    }),
  }),
  assumes: { minimumBatch: 8, mixedClasses: false, because: 'It needs neighbours in the batch.' },
  start: ({ model: { network, classes } }, { affinity, neighbours, symmetric }) =>
    createStreamSession({
      adapted: [],
      respond(x) {
        const features = network.features.forward(x, asTrained)
        const probabilities = tf.softmax(network.head.forward(features, asTrained))
        const [count, width] = features.shape
        const w = affinitiesOf({ values: features.dataSync<'float32'>(), count, width }, { kind: affinity, neighbours, symmetric })
        const adjusted = adjustedProbabilities({ values: probabilities.dataSync<'float32'>(), count, width: classes }, w)
        return { logits: tf.log(tf.maximum(tf.tensor2d(adjusted, [count, classes]), 1e-20)), metrics: {} }
      },
    }),
})
