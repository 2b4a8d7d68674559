/** Parameters that every trained method has: optimizer, learning rate, and what steadies a training. Each method extends this schema with its own. */
import { z } from 'zod'
import type { AugmentationStrength } from '../../nn/augmentation'
import { transferParams } from './transfer-params'

/** Headings of the form; fields without one stay in sight. */
const optimizerGroup = 'Optimizer and schedule'
const steadyGroup = 'Steadier training'
const augmentationGroup = 'Augmentation'

export const labelSmoothingParam = (usual: number) =>
  z.number().min(0).max(0.9).default(usual).meta({
    title: 'Label smoothing',
    group: steadyGroup,
    description: 'Part of each given label that is spread over all classes.',
  })

export const trainingParams = z.strictObject({
  optimizer: z
    .enum(['adam', 'sgd'])
    .default('adam')
    .meta({
      title: 'Optimizer',
      labels: { sgd: 'SGD' },
      group: optimizerGroup,
      description: 'Adam adapts the rate of each weight; SGD with momentum is what most papers used.',
    }),
  learningRate: z
    .number()
    .min(1e-6)
    .max(1)
    .default(1e-3)
    .meta({
      title: 'Learning rate',
      scale: 'log',
      draw: { from: 3e-5, to: 3e-3, scale: 'log' },
      description: 'Step size at the start. 0.001 suits Adam, 0.01 suits SGD.',
    }),
  schedule: z
    .enum(['constant', 'step', 'cosine', 'warm-cosine', 'inverse-decay', 'one-cycle'])
    .default('constant')
    .meta({
      title: 'Learning-rate schedule',
      labels: { 'warm-cosine': 'cosine with warm-up' },
      group: optimizerGroup,
      description: 'How the rate changes over training progress p from 0 to 1; the fields below shape the one that is chosen.',
    }),
  decayAlpha: z.number().min(0).max(1000).default(10).meta({
    title: 'Decay α',
    group: optimizerGroup,
    description: 'Inverse decay: rate/(1 + α·p)^β; 10 in the DANN paper.',
  }),
  decayBeta: z.number().min(0).max(4).default(0.75).meta({
    title: 'Decay β',
    group: optimizerGroup,
    description: 'Inverse decay: its power; 0.75 in the DANN paper.',
  }),
  stepEvery: z.number().min(0.01).max(1).default(0.33).meta({
    title: 'Step every',
    group: optimizerGroup,
    description: 'Step: the part of training after which the rate falls, again and again.',
  }),
  stepFactor: z.number().min(0.01).max(1).default(0.1).meta({
    title: 'Step factor',
    group: optimizerGroup,
    description: 'Step: what the rate is multiplied with at each fall.',
  }),
  rateFloor: z.number().min(0).max(1).default(0).meta({
    title: 'Rate floor',
    group: optimizerGroup,
    description: 'Cosine, with warm-up or without: the part of the rate that is left at the end.',
  }),
  warmUp: z.number().min(0).max(0.9).default(0.3).meta({
    title: 'Warm-up',
    group: optimizerGroup,
    description: 'One cycle, and cosine with warm-up: the part of training in which the rate climbs to its peak.',
  }),
  momentum: z.number().min(0).max(0.999).default(0.9).meta({
    title: 'Momentum',
    group: optimizerGroup,
    description: 'Part of the last update kept by SGD. Has no effect on Adam.',
  }),
  nesterov: z.boolean().default(false).meta({
    title: 'Nesterov momentum',
    group: optimizerGroup,
    description: 'Lets SGD look ahead along its momentum. Has no effect on Adam.',
  }),
  weightDecay: z.number().min(0).max(0.1).default(0).meta({
    title: 'Weight decay',
    group: steadyGroup,
    scale: 'log',
    description: 'Pull of every trained weight towards zero, added to its gradient.',
  }),
  clipNorm: z.number().min(0).max(1000).default(0).meta({
    title: 'Gradient clipping',
    group: steadyGroup,
    description: 'Largest norm of all gradients together; longer ones are shortened to it. 0 leaves them.',
  }),
  labelSmoothing: labelSmoothingParam(0),
  balancedBatches: z.boolean().default(false).meta({
    title: 'Class-balanced batches',
    group: steadyGroup,
    description: 'Draws every source class equally often, however many images it has.',
  }),
  emaDecay: z.number().min(0).max(0.9999).default(0).meta({
    title: 'Weight averaging',
    group: steadyGroup,
    description:
      'Predicts with a moving average of the weights, of which this part stays at each step; 0 predicts with the weights themselves.',
  }),
  ...transferParams,
  augmentShift: z.number().int().min(0).max(16).default(0).meta({
    title: 'Random shift',
    group: augmentationGroup,
    unit: 'px',
    description: 'Moves every training image by up to this much, each way.',
  }),
  augmentRotation: z.number().min(0).max(45).default(0).meta({
    title: 'Random rotation',
    group: augmentationGroup,
    unit: '°',
    description: 'Turns every training image by up to this much, each way.',
  }),
  augmentFlip: z.boolean().default(false).meta({
    title: 'Random mirroring',
    group: augmentationGroup,
    description: 'Mirrors every second training image. Not for digits, letters or other classes with a left and a right.',
  }),
  augmentBrightness: z.number().min(0).max(0.5).default(0).meta({
    title: 'Random brightness',
    group: augmentationGroup,
    description: 'Lightens or darkens every training image by up to this part of full scale.',
  }),
  augmentContrast: z.number().min(0).max(0.9).default(0).meta({
    title: 'Random contrast',
    group: augmentationGroup,
    description: 'Strengthens or weakens the contrast of every training image by up to this part.',
  }),
})
export type TrainingParams = z.output<typeof trainingParams>

export type AugmentationParams = Pick<
  TrainingParams,
  'augmentShift' | 'augmentRotation' | 'augmentFlip' | 'augmentBrightness' | 'augmentContrast'
>

/** The augmentation that these parameters ask for. */
export const augmentationOf = (params: AugmentationParams): AugmentationStrength => ({
  shift: params.augmentShift,
  rotation: params.augmentRotation,
  flip: params.augmentFlip,
  brightness: params.augmentBrightness,
  contrast: params.augmentContrast,
  cutout: 0,
})
