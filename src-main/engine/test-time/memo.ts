/**
 * MEMO: marginal entropy minimisation with one test point (Zhang et al., NeurIPS 2022, arXiv:2110.09506).
 *
 *   min over θ of  H(p̄(x)),  p̄(x) = 1/A Σₐ softmax(z_θ(augmentₐ(x)))
 *
 * For each image by itself: one update of all weights on A augmentations, the answer from the updated weights, and the source's
 * weights back. It is the one method whose answer comes after its update, since nothing of one image reaches another.
 * Batch normalisation mixes in the image's own statistics, N/(N+1) of the source's with N = 16 as in the paper.
 * x [B,H,W,3]. SGD; a batch costs B·(A+1) passes.
 */
import { z } from 'zod'
import { type Scalar, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { marginalEntropy } from '../losses/marginal-entropy'
import { differentiate } from '../nn/gradients'
import { withValues } from '../nn/with-values'
import { lightAugmentation } from './light-augmentation'
import { classify, defineStreamMethod } from './stream-method'
import { createStreamSession } from './stream-session'

const sourceSize = 16
const pass = { training: false, runningWeight: sourceSize / (sourceSize + 1) }

export const memo = defineStreamMethod({
  id: 'memo',
  label: 'MEMO',
  summary: 'Adapts to each image alone by making its augmented copies agree; slow, but needs no batch.',
  paper: {
    title: 'MEMO: Test Time Robustness via Adaptation and Augmentation',
    authors: 'Zhang, Levine, Finn',
    year: 2022,
    url: 'https://arxiv.org/abs/2110.09506',
  },
  params: z.strictObject({
    learningRate: z.number().min(1e-6).max(1).default(5e-3).meta({
      title: 'Learning rate',
      scale: 'log',
      description: 'Size of the one update for each image.',
    }),
    augmentations: z.number().int().min(2).max(64).default(16).meta({
      title: 'Augmentations',
      unit: 'copies',
      description: 'Augmented copies of each image; 32 in the paper.',
    }),
  }),
  assumes: { minimumBatch: 1, mixedClasses: false, because: 'Each image is adapted to by itself.' },
  start({ model, random }, { learningRate, augmentations }) {
    const trained = model.variables.filter(({ role }) => role === 'trained')
    const augmentation = lightAugmentation(random)
    const answer = (image: Tensor4D): Tensor2D => {
      const copies = augmentation.apply(tf.tile(image, [augmentations, 1, 1, 1]))
      const { gradients } = differentiate(
        () => ({ loss: marginalEntropy(classify(model.network, copies, pass)) as Scalar, outputs: {} }),
        trained,
      )
      const updated = trained.map(({ variable }, index) => tf.sub(variable, tf.mul(gradients[index], learningRate)))
      return withValues(trained, updated, () => classify(model.network, image, pass))
    }
    return createStreamSession({
      adapted: trained,
      memory: augmentation.variables,
      pass,
      respond(x) {
        const images = Array.from({ length: x.shape[0] }, (_, row) => tf.tidy(() => answer(tf.slice(x, [row, 0, 0, 0], [1, -1, -1, -1]))))
        return { logits: tf.concat(images, 0), metrics: {} }
      },
    })
  },
})
