/**
 * TTT: test-time training with self-supervision (Sun et al., ICML 2020, arXiv:1909.13231), its online form.
 *
 *   min over feature weights θ of  1/4B Σ_{i,r} −log softmax(h(f_θ(rotate_r(xᵢ))))[r],  r = 0, 1, 2, 3 quarter turns
 *
 * h: a linear head that tells the turn from the features. Label head and h stay as they are. x [B,S,S,3].
 *
 * Deviations: the paper trains h together with the network; here h is trained when the stream begins, on the source images and
 * with the network frozen, so that any trained model can be adapted. The answer comes before the update, as in every stream of
 * this lab. Batch normalisation mixes in the batch's statistics (n/(n+16)), where the paper uses group normalisation.
 */
import { z } from 'zod'
import { plainHead } from '../backbones/parts/plain-head'
import { type Scalar, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { takeGradients } from '../nn/gradients'
import type { Head, Pass } from '../nn/network'
import { adam } from '../nn/optimizers/adam'
import { rotateAll, turns } from './rotations'
import { asTrained, classify, defineStreamMethod, type StreamModel } from './stream-method'
import { createStreamOptimizer, streamOptimizerParams } from './stream-optimizer'
import { createStreamSession } from './stream-session'

const sourceSize = 16
/** Images a batch that a look through the adapted network is made as if with; answers take the batch at hand. */
const usualBatch = 64

const passOf = (count: number): Pass => ({ training: false, runningWeight: sourceSize / (sourceSize + count) })

export const ttt = defineStreamMethod({
  id: 'ttt',
  label: 'TTT',
  summary: 'Adapts the features by a task that needs no labels: telling by how much an image was turned.',
  paper: {
    title: 'Test-Time Training with Self-Supervision for Generalization under Distribution Shifts',
    authors: 'Sun, Wang, Liu, Miller, Efros, Hardt',
    year: 2020,
    url: 'https://arxiv.org/abs/1909.13231',
  },
  params: streamOptimizerParams({ optimizer: 'sgd', learningRate: 1e-3 }).extend({
    headImages: z.number().int().min(16).max(5000).default(512).meta({
      title: 'Images for the rotation head',
      unit: 'images',
      description: 'Source images, without labels, on which the head that tells the turn is trained first.',
    }),
    headSteps: z.number().int().min(1).max(5000).default(200).meta({
      title: 'Steps of the rotation head',
      unit: 'steps',
      description: 'Updates of that head before the stream begins.',
    }),
  }),
  assumes: { minimumBatch: 1, mixedClasses: false, because: 'The turn of an image does not depend on the rest of the batch.' },
  start({ model, sourceImages, random }, params) {
    const adapted = model.variables.filter(({ role, name }) => role === 'trained' && name.startsWith('features/'))
    const head = plainHead({ units: [model.network.features.featureSize, turns], random: random.fork('rotation-head') })
    tf.tidy(() => trainHead(head, model, sourceImages(params.headImages), params.headSteps))
    const optimizer = createStreamOptimizer(adapted, params)
    return createStreamSession({
      adapted,
      memory: [...optimizer.slots, ...head.variables],
      pass: passOf(usualBatch),
      respond(x) {
        const pass = passOf(x.shape[0])
        const logits = classify(model.network, x, pass)
        const { images, turn } = rotateAll(x)
        const { gradients, metrics } = takeGradients(() => {
          const loss = crossEntropy(head.forward(model.network.features.forward(images, pass), pass), turn)
          return { loss, metrics: { rotationLoss: loss } }
        }, adapted)
        optimizer.apply(gradients)
        return { logits, metrics }
      },
    })
  },
})

/** Rows of the frozen features that one step of the head sees. */
const headBatch = 256

function trainHead(head: Head, { network }: StreamModel, images: Tensor4D, steps: number): void {
  const rotated = rotateAll(images)
  const features = network.features.forward(rotated.images, asTrained)
  const optimizer = adam(head.variables, { weightDecay: 0 })
  const rows = features.shape[0]
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      // The rows stand turn by turn, so a stride takes all turns alike.
      const indices = tf.tensor1d(
        Array.from(
          { length: Math.min(headBatch, rows) },
          (_, at) => (step * 7 + Math.floor((at * rows) / Math.min(headBatch, rows))) % rows,
        ),
        'int32',
      )
      const batch = tf.gather(features, indices) as Tensor2D
      const { gradients } = takeGradients(() => {
        const loss: Scalar = crossEntropy(head.forward(batch, asTrained), tf.gather(rotated.turn, indices))
        return { loss, metrics: {} }
      }, head.variables)
      optimizer.apply(gradients, tf.scalar(1e-2))
    })
  }
  for (const { variable } of optimizer.slots) variable.dispose()
}
