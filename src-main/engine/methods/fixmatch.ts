/**
 * FixMatch for domain adaptation (Sohn et al., NeurIPS 2020, arXiv:2001.07685, eq. 4, with the target as the unlabelled set): a target
 * image that is recognised with confidence when changed a little must be recognised as the same when changed a lot.
 *
 *   min over F, G of   L_y(G(F(a(x_s))), y_s) + λ·1/B Σᵢ [max qᵢ ≥ τ]·(−log softmax(G(F(A(x_t))))ᵢ[argmax qᵢ])
 *   q = softmax(G(F(a(x_t))))  without gradient
 *
 * a is a weak augmentation (small shifts), A a strong one (shift, rotation, brightness, contrast, cutout). x_s [B,H,W,3], y_s [B],
 * x_t [B',H,W,3]; F features [·,D], G label head [·,K].
 *
 * Deviations: A draws its five changes together with fixed reach, where the paper draws two of fourteen at random (RandAugment);
 * nothing is mirrored, since digits and letters have a left and a right. As many target images as source images in a step, where the
 * paper has seven times as many. Domains pass as `shared/domain-passes.ts` says, the weak and the strong images one after the other.
 */
import { z } from 'zod'
import { detached } from '../backend/detached'
import { type Tensor1D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { weightedCrossEntropy } from '../losses/weighted-cross-entropy'
import { createAugmentation } from '../nn/augmentation'
import { prefixNames } from '../nn/variables'
import { defineMethod } from './method'
import { onSource, onTarget, targetOf } from './shared/domain-passes'
import { createTrainedSession } from './shared/trained-session'
import { trainingParams } from './shared/training-params'

/** Reach of the strong augmentation at strength 1. */
const strongest = { shift: 4, rotation: 30, brightness: 0.3, contrast: 0.6, cutout: 0.5 }

export const fixmatch = defineMethod({
  id: 'fixmatch',
  label: 'FixMatch',
  family: 'self-training',
  summary: 'Teaches the network to see in a strongly changed target image what it surely sees in a slightly changed one.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'FixMatch: Simplifying Semi-Supervised Learning with Consistency and Confidence',
    authors: 'Sohn, Berthelot, Li, Zhang, Carlini, Cubuk, Kurakin, Zhang, Raffel',
    year: 2020,
    url: 'https://arxiv.org/abs/2001.07685',
  },
  params: trainingParams.extend({
    consistencyWeight: z.number().min(0).max(10).default(1).meta({
      title: 'Consistency λ',
      description: 'Weight of the target’s loss; 0 trains without adaptation.',
    }),
    confidence: z.number().min(0).max(1).default(0.9).meta({
      title: 'Confidence τ',
      description: 'Probability from which a weakly changed image gives a label; 0.95 in the paper.',
    }),
    weakShift: z.number().int().min(0).max(8).default(2).meta({
      title: 'Weak shift',
      unit: 'px',
      description: 'How far the weak augmentation moves an image, each way.',
    }),
    strength: z.number().min(0).max(1).default(0.5).meta({
      title: 'Strong augmentation',
      description: 'From 0, nothing but the weak one, to 1: shifts of 4 px, turns of 30°, half of the image hidden.',
    }),
  }),
  needsPixels: true,
  start(context, params) {
    const { features, createHead } = context.createBackbone()
    const head = createHead(context.classes)
    const { strength, weakShift } = params
    const none = { shift: weakShift, rotation: 0, flip: false, brightness: 0, contrast: 0, cutout: 0 }
    const weak = createAugmentation(none, context.random.fork('weak'))
    const strong = createAugmentation(
      {
        ...none,
        shift: Math.max(weakShift, Math.round(strength * strongest.shift)),
        rotation: strength * strongest.rotation,
        brightness: strength * strongest.brightness,
        contrast: strength * strongest.contrast,
        cutout: strength * strongest.cutout,
      },
      context.random.fork('strong'),
    )
    return createTrainedSession({
      parts: { features, head },
      params,
      statisticsByDomain: 'features-and-head',
      kept: [...prefixNames('weak', weak.variables), ...prefixNames('strong', strong.variables)],
      objective(batch) {
        const { source } = batch
        const { x } = targetOf(batch)
        const sourceLogits = head.forward(features.forward(weak.apply(source.x), onSource), onSource)
        const classLoss = crossEntropy(sourceLogits, source.y, params)
        const guesses = detached(() => tf.softmax(head.forward(features.forward(weak.apply(x), onTarget), onTarget)))
        const sure = detached(() => tf.cast(tf.greaterEqual(tf.max(guesses, 1), params.confidence), 'float32') as Tensor1D)
        const labels = detached(() => tf.argMax(guesses, 1) as Tensor1D)
        const strongLogits = head.forward(features.forward(strong.apply(x), onTarget), onTarget)
        const consistencyLoss = weightedCrossEntropy(strongLogits, labels, sure)
        return {
          loss: tf.add(classLoss, tf.mul(consistencyLoss, params.consistencyWeight)),
          metrics: { classLoss, consistencyLoss, sureSharePct: tf.mul(tf.mean(sure), 100) },
        }
      },
    })
  },
})
